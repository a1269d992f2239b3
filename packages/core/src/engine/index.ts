export * from './catalogue';
export { Body } from './evaluate/body';
export * from './evaluate/compile';
export * from './evaluate/evaluate';
export { Fields } from './evaluate/fields';
export * from './evaluate/websocket-parameters';
export * from './expression/expression';
export type { JsonPath, JsonStep } from './expression/json-path';
export * from './expression/mapping-entry';
export { parseExpression, SOURCES } from './expression/parse';
export * from './expression/path-variables';
export * from './integration';
export * from './lowered-errors';
export { CONTEXT_VARIABLES, contextVariable, WEBSOCKET_TEMPLATE_VARIABLES } from './names/context-variables';
export { isReservedHeader } from './names/reserved-headers';
export { suggest } from './names/suggest';
export { type DocumentFile, encodeName, type Place } from './openapi/document';
export { ALWAYS, sidesOf } from './openapi/guard';
export { type ImportOptions, withDocuments } from './openapi/import-documents';
export * from './permissions/function-reference';
export { matchesGlob } from './permissions/glob';
export { type Grant, InvokePermissions, type Permission, type PermissionStatus } from './permissions/invoke-permissions';
export { type CallingApi, SourceArn } from './permissions/source-arn';
export * from './problem';
export * from './reported';
export { checkTimeout, HTTP_TIMEOUT, type TimeoutRange, WEBSOCKET_TIMEOUT } from './rules/integrations';
export { checkMapping, checkMappingOnRoute, checkTwice } from './rules/request-mappings';
export { checkStatusSelector } from './rules/response-mappings';
export { RolePolicies, type RolePolicy, statementsIn } from './rules/roles';
export { checkServiceResource, type ServiceResourceFacts } from './rules/service-resources';
export { checkServiceParameters } from './rules/services';
export { checkTemplateText } from './rules/velocity-templates';
export {
  checkWebSocketParameter,
  checkWebSocketSourceOnRoute,
  isConnectSource,
  WEBSOCKET_DESTINATIONS,
  WEBSOCKET_SOURCES,
} from './rules/websocket-mappings';
export type { TemplateFacts, TemplateSide } from './rules/websocket-templates';
export * from './services/service-subtype';
export { SERVICE_SUBTYPES, serviceSubtype } from './services/subtypes';
export * from './template';
export * from './velocity';
