/** A request mapping, the problems that are reported, and what the backend gets: checks, evaluation and gateway share the table. */
export interface RequestCase {
  readonly name: string;
  readonly mapping: Record<string, string>;
  /** The path of the route, or undefined for `$default`. @default "/books/{id}" */
  readonly path?: string | null;
  /** The codes of the problems, in order. @default none */
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[];
  /** The expected parts of the request below after the mapping. */
  readonly gives?: {
    readonly path?: string;
    /** Headers by name; undefined for a header that the backend does not get. */
    readonly headers?: Record<string, string | undefined>;
    readonly queryString?: Record<string, string | undefined>;
  };
}

/** The sample request of all cases. */
export const sampleRequest = {
  path: '/books/42',
  pathVariables: { id: '42', proxy: 'a/b' },
  headers: { 'X-One': 'one', Authorization: 'Bearer abc', header1: 'first', constructor: 'plain' },
  multiValueHeaders: { 'x-many': ['a', 'b'] },
  queryString: { q: 'search', Q: 'Upper' },
  multiValueQueryString: { tag: ['x', 'y'] },
  body: JSON.stringify({
    user: { name: 'Ada', 'first name': 'A', age: 36, admin: true, none: null },
    items: [{ sku: 's1' }, { sku: 's2' }],
    __proto__x: 1,
  }),
  context: { requestId: 'req-1', 'authorizer.claims.sub': 'user-1', 'authorizer.tenant': 't1' },
  stageVariables: { version: 'v2' },
};

const header = (value: string) => ({ 'overwrite:header.x': value });
const gives = (x: string | undefined): RequestCase['gives'] => ({ headers: { x } });

export const requestCases: readonly RequestCase[] = [
  // The value of each source.
  { name: 'a header, whatever its case', mapping: header('$request.header.x-ONE'), gives: gives('one') },
  { name: 'a header that came several times', mapping: header('$request.header.x-many'), gives: gives('a,b') },
  { name: 'reading Authorization', mapping: header('$request.header.Authorization'), gives: gives('Bearer abc') },
  { name: 'a header of a name that prototypes have', mapping: header('$request.header.constructor'), gives: gives('plain') },
  { name: 'no such header, though prototypes have it', mapping: header('$request.header.toString'), gives: gives(undefined) },
  { name: 'a query string parameter', mapping: header('$request.querystring.q'), gives: gives('search') },
  { name: 'a query string parameter, by case', mapping: header('$request.querystring.Q'), gives: gives('Upper') },
  { name: 'a query string parameter that came several times', mapping: header('$request.querystring.tag'), gives: gives('x,y') },
  { name: 'the path', mapping: header('$request.path'), gives: gives('/books/42') },
  { name: 'a path variable', mapping: header('$request.path.id'), gives: gives('42') },
  { name: 'a greedy path variable', mapping: header('$request.path.proxy'), path: '/{proxy+}', gives: gives('a/b') },
  { name: 'the whole body', mapping: header('$request.body'), gives: gives(sampleRequest.body) },
  { name: 'a field of the body', mapping: header('$request.body.user.name'), gives: gives('Ada') },
  { name: 'a field in brackets', mapping: header("$request.body.user['first name']"), gives: gives('A') },
  { name: 'a field in double quotes', mapping: header('$request.body["user"].name'), gives: gives('Ada') },
  { name: 'a number', mapping: header('$request.body.user.age'), gives: gives('36') },
  { name: 'a truth value', mapping: header('$request.body.user.admin'), gives: gives('true') },
  { name: 'null, which is no value', mapping: header('$request.body.user.none'), gives: gives(undefined) },
  { name: 'an element', mapping: header('$request.body.items[1].sku'), gives: gives('s2') },
  { name: 'an element from the end', mapping: header('$request.body.items[-1].sku'), gives: gives('s2') },
  { name: 'an element that is not there', mapping: header('$request.body.items[7].sku'), gives: gives(undefined) },
  { name: 'every element', mapping: header('$request.body.items[*].sku'), gives: gives('["s1","s2"]') },
  { name: 'every field', mapping: header('$request.body.items[0].*'), gives: gives('["s1"]') },
  { name: 'every field of what has none', mapping: header('$request.body.user.name.*'), gives: gives(undefined) },
  { name: 'an object', mapping: header('$request.body.items[0]'), gives: gives('{"sku":"s1"}') },
  { name: 'a field that prototypes have', mapping: header('$request.body.constructor'), gives: gives(undefined) },
  { name: 'a context variable', mapping: header('$context.requestId'), gives: gives('req-1') },
  { name: 'a claim', mapping: header('$context.authorizer.claims.sub'), gives: gives('user-1') },
  { name: 'an authorizer’s value', mapping: header('$context.authorizer.tenant'), gives: gives('t1') },
  { name: 'a stage variable', mapping: header('$stageVariables.version'), gives: gives('v2') },
  { name: 'static text', mapping: header('hello'), gives: gives('hello') },
  { name: 'static text with a dollar sign', mapping: header('5 $ a piece, $2 less'), gives: gives('5 $ a piece, $2 less') },
  { name: 'a dollar sign and one letter', mapping: header('$a'), gives: gives('$a') },
  { name: 'a dollar sign behind a variable', mapping: header('$request.path$'), gives: gives('/books/42$') },
  { name: 'a bare variable beside text', mapping: { 'overwrite:path': '/v2$request.path' }, gives: { path: '/v2/books/42' } },
  { name: 'text behind a bare variable', mapping: header('$context.requestId x'), gives: gives('req-1 x') },
  { name: 'braces in pairs', mapping: header('{"a": {}}'), gives: gives('{"a": {}}') },
  { name: 'several variables in text', mapping: header('${request.path.id}:${context.requestId}!'), gives: gives('42:req-1!') },
  { name: 'a braced variable alone', mapping: header('${request.header.x-one}'), gives: gives('one') },
  { name: 'a variable without a value in text', mapping: header('<${request.header.none}>'), gives: gives('<>') },
  { name: 'a variable without a value', mapping: header('$request.header.none'), gives: gives(undefined) },

  // The effect of each action.
  { name: 'append to a header that is there', mapping: { 'append:header.x-one': 'two' }, gives: { headers: { 'X-One': 'one,two' } } },
  { name: 'append a header', mapping: { 'append:header.new': 'value' }, gives: { headers: { new: 'value' } } },
  { name: 'append nothing', mapping: { 'append:header.x-one': '$request.header.none' }, gives: { headers: { 'X-One': 'one' } } },
  {
    name: 'overwrite a header of another case',
    mapping: { 'overwrite:header.x-one': 'two' },
    gives: { headers: { 'x-one': 'two', 'X-One': undefined } },
  },
  { name: 'remove a header', mapping: { 'remove:header.x-one': "''" }, gives: { headers: { 'X-One': undefined } } },
  { name: 'remove as the CDK writes it', mapping: { 'remove:header.x-one': '' }, gives: { headers: { 'X-One': undefined } } },
  {
    name: 'rename a header: sources are read from the request as it came',
    mapping: { 'remove:header.header1': '', 'append:header.header2': '$request.header.header1' },
    gives: { headers: { header1: undefined, header2: 'first' } },
  },
  { name: 'append a query string parameter', mapping: { 'append:querystring.q': 'more' }, gives: { queryString: { q: 'search,more' } } },
  {
    name: 'overwrite a query string parameter',
    mapping: { 'overwrite:querystring.q': 'x' },
    gives: { queryString: { q: 'x', Q: 'Upper' } },
  },
  { name: 'remove a query string parameter', mapping: { 'remove:querystring.tag': '' }, gives: { queryString: { tag: undefined } } },
  { name: 'overwrite the path', mapping: { 'overwrite:path': '/v2${request.path}' }, gives: { path: '/v2/books/42' } },
  { name: 'overwrite Host', mapping: { 'overwrite:header.Host': 'internal.example' }, gives: { headers: { Host: 'internal.example' } } },
  {
    name: 'a header name that prototypes have',
    mapping: { 'overwrite:header.__proto__': 'plain' },
    gives: { headers: { __proto__x: undefined } },
  },

  // Mappings that are refused.
  ...[
    'Authorization',
    'authorization',
    'x-amz-foo',
    'X-Amzn-Trace-Id',
    'access-control-allow-origin',
    'apigw-x',
    'Via',
    'Trailer',
    'Trailers',
    'TE',
  ].map((name): RequestCase => ({ name: `writing ${name}`, mapping: { [`append:header.${name}`]: 'x' }, errors: ['HeaderReserved'] })),
  { name: 'removing a reserved header', mapping: { 'remove:header.Origin': '' }, errors: ['HeaderReserved'] },
  { name: 'removing the path', mapping: { 'remove:path': '' }, errors: ['ActionNotAllowed'] },
  { name: 'appending to the path', mapping: { 'append:path': '/x' }, errors: ['ActionNotAllowed'] },
  { name: 'an action that does not exist', mapping: { 'explode:header.x': 'y' }, errors: ['ActionUnknown'] },
  { name: 'an empty action', mapping: { ':header.x': 'y' }, errors: ['ActionUnknown'] },
  { name: 'an empty header name', mapping: { 'append:header.': 'y' }, errors: ['DestinationNameMissing'] },
  { name: 'no header name', mapping: { 'append:header': 'y' }, errors: ['DestinationNameMissing'] },
  { name: 'an empty parameter name', mapping: { 'remove:querystring.': '' }, errors: ['DestinationNameMissing'] },
  { name: 'writing a status code', mapping: { 'overwrite:statuscode': '403' }, errors: ['DestinationNotInDirection'] },
  { name: 'a header name with a space', mapping: { 'append:header.a b': 'x' }, errors: ['DestinationNameInvalid'] },
  { name: 'a parameter name in brackets', mapping: { 'append:querystring.f[a]': 'x' }, errors: ['DestinationNameInvalid'] },
  { name: 'recursive descent', mapping: header('$request.body..a'), errors: ['JsonPathNotSupported'] },
  { name: 'a filter', mapping: header('$request.body.items[?(@.sku)].sku'), errors: ['JsonPathNotSupported'] },
  { name: 'a JSONPath that ends in the middle', mapping: header('$request.body.items.'), errors: ['ExpressionInvalid'] },
  { name: 'text that begins with a dollar sign and a word', mapping: header('$acme.orders'), errors: ['SourceUnknown'] },
  { name: 'a dollar sign and two letters', mapping: header('$aa'), errors: ['SourceUnknown'] },
  { name: 'a brace alone', mapping: header('{'), errors: ['ExpressionInvalid'] },
  { name: 'a closing brace alone', mapping: header('a } b {}'), errors: ['ExpressionInvalid'] },
  { name: 'a bracket that is not closed', mapping: header('$request.body.items['), errors: ['ExpressionInvalid'] },
  { name: 'a quote that is not closed', mapping: header("$request.body['a"), errors: ['ExpressionInvalid'] },
  { name: 'a brace that is not closed', mapping: header('${request.header.a'), errors: ['ExpressionInvalid'] },
  { name: 'a dollar sign in braces', mapping: header('${$request.header.a}'), errors: ['ExpressionInvalid'] },
  { name: 'a variable without a name', mapping: header('$request.header.'), errors: ['ExpressionInvalid'] },
  { name: 'a namespace without a name', mapping: header('$context'), errors: ['ExpressionInvalid'] },
  { name: 'the response', mapping: header('$response.header.x'), errors: ['SourceNotInDirection'] },
  { name: 'the response’s body, braced', mapping: header('a ${response.body.x}'), errors: ['SourceNotInDirection'] },
  { name: 'a source that does not exist', mapping: header('$request.nonsense.x'), errors: ['SourceUnknown'] },
  { name: 'a source that is misspelt', mapping: header('$request.heder.x'), errors: ['SourceUnknown'] },
  { name: 'a namespace that does not exist', mapping: header('${foo.bar}'), errors: ['SourceUnknown'] },
  { name: 'a namespace that is misspelt', mapping: header('$stageVariable.x'), errors: ['SourceUnknown'] },
  { name: 'cookies', mapping: header('$request.cookie.x'), errors: ['SourceUnknown'] },
  { name: 'a claim that cannot be named', mapping: header('$context.authorizer.claims.custom:x'), errors: ['ContextNameInvalid'] },
  { name: 'a stage variable of no such name', mapping: header('${stageVariables.a-b}'), errors: ['StageVariableInvalid'] },
  { name: 'a value of 513 characters', mapping: header('x'.repeat(513)), errors: ['MappingValueTooLong'] },
  { name: 'several at once', mapping: { 'append:header.Via': '$request.nonsense.x' }, errors: ['HeaderReserved', 'SourceUnknown'] },

  // Mappings with warnings.
  { name: 'a value of 512 characters', mapping: header('x'.repeat(512)), gives: gives('x'.repeat(512)) },
  { name: 'a slice', mapping: header('$request.body.items[0:1]'), warnings: ['JsonPathDoubtful'], gives: gives(undefined) },
  { name: 'a union', mapping: header('$request.body.items[0,1]'), warnings: ['JsonPathDoubtful'], gives: gives(undefined) },
  {
    name: 'a path variable that the route lacks',
    mapping: header('$request.path.nope'),
    warnings: ['PathVariableUnknown'],
    gives: gives(undefined),
  },
  { name: 'a path variable of another case', mapping: header('$request.path.ID'), warnings: ['PathVariableUnknown'] },
  { name: 'a path variable on $default', mapping: header('$request.path.proxy'), path: null, warnings: ['PathVariableUnknown'] },
  {
    name: 'append and overwrite of one name',
    mapping: { 'append:header.A': 'x', 'overwrite:header.a': 'y' },
    errors: ['HeaderTwice'],
  },
  {
    name: 'append and remove of one query string parameter',
    mapping: { 'append:querystring.q': 'x', 'remove:querystring.q': "''" },
    warnings: ['QueryStringTwice'],
    gives: { queryString: { q: 'x' } },
  },
  { name: 'a context variable of the response', mapping: header('$context.integrationStatus'), warnings: ['ContextNotYetKnown'] },
  { name: 'a context variable of no such name', mapping: header('$context.nonsense'), warnings: ['ContextUnknown'] },
  { name: 'a context variable of another case', mapping: header('$context.requestid'), warnings: ['ContextUnknown'] },
  { name: 'an object of the context', mapping: header('$context.authorizer.claims'), warnings: ['ContextNotAValue'] },
  { name: 'a key that is none', mapping: { myKey: 'myValue' }, warnings: ['MappingKeyUnknown'] },
  { name: 'a location that is none', mapping: { 'append:cookie.x': 'y' }, warnings: ['MappingKeyUnknown'] },
  { name: 'an empty value', mapping: header(''), warnings: ['MappingValueEmpty'] },
  { name: 'a path without a slash', mapping: { 'overwrite:path': 'v2' }, warnings: ['PathNotAbsolute'] },
  { name: 'a path with a name', mapping: { 'overwrite:path.x': '/v2' }, warnings: ['DestinationNameUnexpected'], gives: { path: '/v2' } },
];
