/** A template of SAM. */
export const sam = (resources: object, rest: object = {}): object => ({
  Transform: 'AWS::Serverless-2016-10-31',
  ...rest,
  Resources: resources,
});

/** A function with events. */
export const fn = (events: object = {}, properties: object = {}, attributes: object = {}): object => ({
  Type: 'AWS::Serverless::Function',
  ...attributes,
  Properties: { Handler: 'app.handler', Runtime: 'nodejs22.x', CodeUri: 's3://bucket/key', Events: events, ...properties },
});

/** An event of an HTTP API. */
export const on = (Method: string, Path: string, more: object = {}): object => ({ Type: 'HttpApi', Properties: { Method, Path, ...more } });

/** An event of the API with the logical ID `Api`. */
export const onApi = (Method: string, Path: string, more: object = {}): object => on(Method, Path, { ApiId: { Ref: 'Api' }, ...more });

export const httpApi = (properties: object = {}, attributes: object = {}): object => ({
  Type: 'AWS::Serverless::HttpApi',
  ...attributes,
  Properties: properties,
});

/** A WebSocket API with these routes. */
export const webSocketApi = (Routes: object, properties: object = {}, attributes: object = {}): object => ({
  Type: 'AWS::Serverless::WebSocketApi',
  ...attributes,
  Properties: { RouteSelectionExpression: '$request.body.action', Routes, ...properties },
});

export const arnOf = (logicalId: string): object => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
