import { api, integration, permission, route, stage, template } from '../support';

/** A function whose source is the body of its handler. */
export const fn = (source: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::123456789012:role/any',
    Code: { ZipFile: `exports.handler = async (event, context) => { ${source} };` },
    ...properties,
  },
});

export const ECHO = 'return event;';

export interface Handwritten {
  /** Of the function that all routes call. @default one that answers with its event */
  readonly source?: string;
  readonly function?: object;
  readonly api?: object;
  readonly integration?: object;
  readonly routes?: readonly string[];
  readonly route?: object;
  readonly stages?: readonly string[];
  readonly stage?: object;
  readonly more?: object;
}

/** A template with one function behind all routes. */
export function handwritten(app: Handwritten = {}): string {
  const routes = (app.routes ?? ['$default']).map((key, index) => [`Route${index}`, route(key, app.route)]);
  const stages = (app.stages ?? ['$default']).map((name, index) => [`Stage${index}`, stage(name, app.stage)]);
  return template({
    Api: api(app.api),
    Fn: fn(app.source ?? ECHO, app.function),
    Int: integration(app.integration),
    FnPermission: permission(undefined),
    ...Object.fromEntries([...routes, ...stages]),
    ...app.more,
  });
}
