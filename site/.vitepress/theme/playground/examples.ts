import type { Mode, PlaygroundState } from './modes';

/** A text and a sample to begin with. */
export interface Example extends PlaygroundState {
  readonly title: string;
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** Ready-made examples. The first one of a mode is shown when the mode is chosen. */
export const EXAMPLES: readonly Example[] = [
  {
    title: "Forward a token's claim as a header",
    mode: 'request',
    source: json({
      'overwrite:header.x-user': '$context.authorizer.claims.sub',
      'append:header.x-request-id': '$context.requestId',
      'remove:header.cookie': '',
    }),
    sample: json({
      path: '/books/42',
      headers: { cookie: 'theme=dark', accept: 'application/json' },
      context: { requestId: 'r-1', authorizer: { claims: { sub: 'ada' } } },
    }),
  },
  {
    title: 'Add a version to the path',
    mode: 'request',
    source: json({
      'overwrite:path': '/v2/books/${request.path.id}',
      'overwrite:querystring.limit': '20',
      'remove:querystring.debug': '',
    }),
    sample: json({ path: '/books/42', pathVariables: { id: '42' }, queryString: { debug: '1', limit: '500', q: 'engine' } }),
  },
  {
    title: 'Read fields of a JSON body',
    mode: 'request',
    source: json({
      'overwrite:header.x-event': '$request.body.event.name',
      'overwrite:header.x-first-item': '$request.body.items[0].sku',
      'overwrite:header.x-trace': '${request.header.x-tenant}-${context.requestId}',
    }),
    sample: json({
      path: '/hooks',
      headers: { 'x-tenant': 'acme' },
      body: '{"event":{"name":"order.paid"},"items":[{"sku":"b-1"}]}',
      context: { requestId: 'r-1' },
    }),
  },
  {
    title: 'Mistakes and their remedies',
    mode: 'request',
    source: json({
      'append:header.x-user': '$request.heder.user',
      'overwrite:header.Authorization': '$request.header.x-token',
      'append:path': '/v2',
      'overwrite:header.x-city': '$request.body..city',
    }),
    sample: json({ path: '/', headers: { user: 'ada', 'x-token': 't' }, body: '{"address":{"city":"London"}}' }),
  },
  {
    title: 'Hide a 404 of the backend',
    mode: 'response',
    source: json({
      'overwrite:statuscode': '403',
      'overwrite:header.x-code': '$response.body.error.code',
      'remove:header.server': "''",
    }),
    sample: json({ statusCode: 404, headers: { server: 'nginx' }, body: '{"error":{"code":"NoSuchBook"}}' }),
  },
  {
    title: 'Add headers to a response',
    mode: 'response',
    source: json({ 'append:header.cache-control': 'max-age=60', 'overwrite:header.x-version': '$stageVariables.version' }),
    sample: json({ statusCode: 200, headers: { 'cache-control': 'private' }, stageVariables: { version: 'v2' } }),
  },
  {
    title: 'Fields of a message as headers',
    mode: 'parameters',
    source: json({
      'integration.request.header.x-connection': 'context.connectionId',
      'integration.request.header.x-room': 'route.request.body.room',
      'integration.request.path.version': "'v2'",
    }),
    sample: json({ routeKey: 'send', body: '{"action":"send","room":"tea"}', context: { connectionId: 'c1' } }),
  },
  {
    title: 'Query string of the handshake',
    mode: 'parameters',
    source: json({
      'integration.request.header.x-user': 'route.request.querystring.user',
      'integration.request.header.x-agents': 'route.request.multivalueheader.user-agent',
    }),
    sample: json({ routeKey: '$connect', headers: { 'User-Agent': 'chat/1.0' }, queryString: { user: 'ada' } }),
  },
  {
    title: 'Select a route by a field',
    mode: 'selection',
    source: '$request.body.action',
    sample: json({ body: '{"action":"send","text":"hi"}', routeKeys: ['$connect', '$default', 'send'] }),
  },
  {
    title: 'Select a route by two fields',
    mode: 'selection',
    source: '${request.body.service}/${request.body.action}',
    sample: json({ body: '{"service":"chat","action":"send"}', routeKeys: ['$default', 'chat/send', 'chat/leave'] }),
  },
  {
    title: 'Store a message in DynamoDB',
    mode: 'request-template',
    source: `{
  "TableName": "Messages",
  "Item": {
    "id": {"S": "$context.requestId"},
    "from": {"S": "$context.connectionId"},
    "text": {"S": "$util.escapeJavaScript($input.path('$.text')).replaceAll("\\\\'","'")"}#if($input.path('$.room') != ""),
    "room": {"S": "$input.path('$.room')"}#end

  }
}`,
    sample: json({ body: '{"action":"send","text":"it\'s 5 o\'clock","room":"tea"}', context: { connectionId: 'c1', requestId: 'r1' } }),
  },
  {
    title: 'Check a token in a mock integration',
    mode: 'request-template',
    source: '#if($input.path(\'$.token\') == $stageVariables.token)\n{"statusCode": 200}\n#else\n{"statusCode": 403}\n#end',
    sample: json({
      body: '{"token":"wrong"}',
      stageVariables: { token: 'right' },
      integrationResponseKeys: ['/4\\d\\d/', '$default'],
    }),
  },
  {
    title: 'List the items of a response',
    mode: 'response-template',
    source: `{
  "connection": "$context.connectionId",
  "rooms": [
#foreach($room in $input.path('$.Items'))
    "$room.name.S"#if($foreach.hasNext),#end

#end
  ]
}`,
    sample: json({
      statusCode: 200,
      body: '{"Items":[{"name":{"S":"tea"}},{"name":{"S":"books"}}]}',
      context: { connectionId: 'c1' },
      integrationResponseKeys: ['$default'],
    }),
  },
  {
    title: 'CloudFormation: an HTTP API',
    mode: 'template',
    source: `Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: shop
      ProtocolType: HTTP
  Books:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      IntegrationUri: https://example.com/books/{id}
      PayloadFormatVersion: '1.0'
      TimeoutInMillis: 31000
      RequestParameters:
        append:header.x-user: $request.heder.user
        overwrite:header.Host: books.example.com
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: get /books/{id}
      Target: !Sub integrations/\${Books}
`,
    sample: '',
  },
  {
    title: 'SAM: a function with an HTTP API',
    mode: 'template',
    source: `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::HttpApi
    Properties:
      CorsConfiguration:
        AllowOrigins: ['*']
        AllowCredentials: true
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: exports.handler = async () => 'hello';
      Events:
        List:
          Type: HttpApi
          Properties:
            ApiId: !Ref Shop
            Path: /books/{id
            Method: get
`,
    sample: '',
  },
  {
    title: 'OpenAPI: an integration with a mapping',
    mode: 'template',
    source: `openapi: 3.0.1
info: { title: shop, version: '1' }
paths:
  /books/{id}:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://example.com/books/{id}
        payloadFormatVersion: '1.0'
        timeoutInMillis: 31000
        requestParameters:
          append:header.x-id: $request.path.isbn
          overwrite:header.Via: shop
`,
    sample: '',
  },
];

/** The example with which a mode begins. */
export function firstExample(mode: Mode): Example {
  return EXAMPLES.find((example) => example.mode === mode) as Example;
}
