/** A response mapping, the problems that are reported, and what the client gets. */
export interface ResponseCase {
  readonly name: string;
  readonly status: number;
  readonly mapping: Record<string, string>;
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[];
  readonly gives?: { readonly statusCode?: number; readonly headers?: Record<string, string | undefined> };
}

/** The sample response of all cases. */
export const sampleResponse = {
  statusCode: 200,
  headers: { 'X-Powered-By': 'express', etag: 'e1' },
  multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
  body: '{"error":{"code":"E1"}}',
  context: { requestId: 'req-1', integrationStatus: '200' },
  stageVariables: { version: 'v2' },
};

const header = (value: string) => ({ 'overwrite:header.x': value });

export const responseCases: readonly ResponseCase[] = [
  { name: 'a header', status: 200, mapping: header('$response.header.ETAG'), gives: { headers: { x: 'e1' } } },
  { name: 'a field of the body', status: 200, mapping: header('$response.body.error.code'), gives: { headers: { x: 'E1' } } },
  { name: 'the whole body', status: 200, mapping: header('$response.body'), gives: { headers: { x: sampleResponse.body } } },
  {
    name: 'the context, response phase included',
    status: 200,
    mapping: header('$context.integrationStatus'),
    gives: { headers: { x: '200' } },
  },
  { name: 'a stage variable and text', status: 200, mapping: header('api ${stageVariables.version}'), gives: { headers: { x: 'api v2' } } },
  {
    name: 'removing a header',
    status: 200,
    mapping: { 'remove:header.x-powered-by': "''" },
    gives: { headers: { 'X-Powered-By': undefined } },
  },
  {
    name: 'appending a header',
    status: 200,
    mapping: { 'append:header.Set-Cookie': 'c=3' },
    gives: { headers: { 'set-cookie': 'a=1,b=2,c=3' } },
  },
  { name: 'the status code', status: 200, mapping: { 'overwrite:statuscode': '403' }, gives: { statusCode: 403 } },
  {
    name: 'a status code from the body that is none',
    status: 200,
    mapping: { 'overwrite:statuscode': '$response.body.error.code' },
    gives: { statusCode: 200 },
  },
  { name: 'another status is left alone', status: 404, mapping: header('y'), gives: { statusCode: 200, headers: { x: undefined } } },

  { name: 'writing a CORS header', status: 200, mapping: { 'append:header.Access-Control-Allow-Origin': '*' }, errors: ['HeaderReserved'] },
  {
    name: 'writing a query string parameter',
    status: 200,
    mapping: { 'append:querystring.x': 'y' },
    errors: ['DestinationNotInDirection'],
  },
  { name: 'writing the path', status: 200, mapping: { 'overwrite:path': '/x' }, errors: ['DestinationNotInDirection'] },
  { name: 'appending to the status code', status: 200, mapping: { 'append:statuscode': '403' }, errors: ['ActionNotAllowed'] },
  { name: 'reading the request', status: 200, mapping: header('$request.header.x'), errors: ['SourceNotInDirection'] },
  { name: 'reading the request’s path, braced', status: 200, mapping: header('${request.path}'), errors: ['SourceNotInDirection'] },
  { name: 'status 199', status: 199, mapping: header('x'), errors: ['ResponseStatusInvalid'] },
  { name: 'status 600', status: 600, mapping: header('x'), errors: ['ResponseStatusInvalid'] },
  {
    name: 'a value that is no status code',
    status: 200,
    mapping: { 'overwrite:statuscode': 'forbidden' },
    warnings: ['StatusCodeInvalid'],
  },
];
