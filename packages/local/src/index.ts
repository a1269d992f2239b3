export { type LoadedApis, loadApis, type TemplateFile } from './load-apis';
export { main } from './main';
export type { Api, Authorization, Cors, Place, Route, Stage } from './model/api';
export type { Integration, Mapping, ResponseMapping, Target } from './model/integration';
export type { Grant, Permission, PermissionStatus } from './model/permission';
export { UserError } from './user-error';
export { type RenderOptions, renderRoutes } from './view/render-routes';
export { JSON_FORMAT_VERSION, type RoutesJson, renderRoutesJson } from './view/routes-json';
