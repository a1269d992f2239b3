/** The app that every gateway serves, in no tool's format. */
export const FUNCTIONS = [
  'echo',
  'echo1',
  'answers',
  'answers1',
  'authorize',
  'policy',
  'connect',
  'disconnect',
  'message',
  'admit',
] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

/** The export of app/index.js that a function runs: echo1 and answers1 are those with payload format 1.0. */
export function handlerOf(name: FunctionName): string {
  return `index.${name.replace(/1$/, '')}`;
}

export interface Mapping {
  readonly request: Readonly<Record<string, string>>;
  /** By status code of the backend. */
  readonly response: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface HttpRoute {
  readonly key: string;
  /** A function, or a path of the backend. */
  readonly target: { readonly function: FunctionName } | { readonly url: string; readonly mapping?: Mapping };
  readonly authorizer?: 'users' | 'simple' | 'policy';
  readonly scopes?: readonly string[];
}

const to = (name: FunctionName) => ({ function: name });

export const HTTP_ROUTES: readonly HttpRoute[] = [
  { key: 'GET /pets/dog', target: to('echo') },
  { key: 'GET /pets/{id}', target: to('echo') },
  { key: 'ANY /pets/{id}', target: to('echo') },
  { key: 'GET /files/readme', target: to('echo') },
  { key: 'GET /files/{proxy+}', target: to('echo') },
  { key: 'GET /echo', target: to('echo') },
  { key: 'POST /echo', target: to('echo') },
  { key: 'GET /answers/{kind}', target: to('answers') },
  { key: 'GET /v1/echo', target: to('echo1') },
  { key: 'POST /v1/echo', target: to('echo1') },
  { key: 'GET /v1/answers/{kind}', target: to('answers1') },
  { key: 'GET /jwt', target: to('echo'), authorizer: 'users' },
  { key: 'GET /jwt/scoped', target: to('echo'), authorizer: 'users', scopes: ['books'] },
  { key: 'GET /simple', target: to('echo'), authorizer: 'simple' },
  { key: 'GET /policy', target: to('echo1'), authorizer: 'policy' },
  { key: 'ANY /proxy/{proxy+}', target: { url: '/base/{proxy}' } },
  {
    key: 'GET /mapped/{id}',
    target: {
      url: '/any',
      mapping: {
        request: {
          'append:header.x-id': '$request.path.id',
          'remove:header.x-secret': "''",
          'overwrite:path': '/fixed/${request.path.id}',
          'append:querystring.stage': '$context.stage',
        },
        response: {
          '200': {
            'overwrite:statuscode': '203',
            'append:header.x-type': '$response.header.content-type',
            'remove:header.x-internal': "''",
          },
        },
      },
    },
  },
];

export const AUDIENCE = 'shop';
export const CORS = { origin: 'https://shop.example.com', methods: ['GET', 'POST'], headers: ['content-type', 'x-key'], maxAge: 600 };

export interface WebSocketRoute {
  readonly key: string;
  readonly target: { readonly function: FunctionName } | { readonly url: string } | { readonly mock: string };
  readonly isTwoWay?: boolean;
  readonly authorizer?: 'admit';
}

export const SELECTION_EXPRESSION = '$request.body.action';

/** One API without an authorizer, with a `$default` route; another one with an authorizer and without `$default`. */
export const WEBSOCKET_APIS: Readonly<Record<'open' | 'guarded', readonly WebSocketRoute[]>> = {
  open: [
    { key: '$connect', target: to('connect') },
    { key: '$disconnect', target: to('disconnect') },
    { key: '$default', target: to('message'), isTwoWay: true },
    { key: 'echo', target: to('message'), isTwoWay: true },
    { key: 'oneway', target: to('message') },
    { key: 'fail', target: to('message'), isTwoWay: true },
    { key: 'error', target: to('message'), isTwoWay: true },
    { key: 'extra', target: to('message'), isTwoWay: true },
    { key: 'forward', target: { url: '/base/socket' }, isTwoWay: true },
    { key: 'fixed', target: { mock: '{"from":"a template"}' }, isTwoWay: true },
  ],
  guarded: [
    { key: '$connect', target: to('connect'), authorizer: 'admit' },
    { key: 'echo', target: to('message'), isTwoWay: true },
  ],
};
