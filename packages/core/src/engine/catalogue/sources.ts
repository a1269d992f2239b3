const guide = (page: string): string => `https://docs.aws.amazon.com/apigateway/latest/developerguide/${page}.html`;
const cloudFormation = (page: string): string => `https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-${page}.html`;
const issue = (repository: string, number: number): string => `https://github.com/${repository}/issues/${number}`;

/** Where the rules have their facts from. */
export const SOURCES_OF_RULES = {
  mapping: guide('http-api-parameter-mapping'),
  contextVariables: guide('http-api-logging-variables'),
  routes: guide('http-api-develop-routes'),
  lambda: guide('http-api-develop-integrations-lambda'),
  publicHttp: guide('http-api-develop-integrations-http'),
  privateHttp: guide('http-api-develop-integrations-private'),
  services: guide('http-api-develop-integrations-aws-services'),
  serviceReference: guide('http-api-develop-integrations-aws-services-reference'),
  cors: guide('http-api-cors'),
  apiMappings: guide('http-api-mappings'),
  httpQuotas: guide('http-api-quotas'),
  limits: guide('limits'),
  knownIssues: guide('api-gateway-known-issues'),
  webSocketRoutes: guide('websocket-api-develop-routes'),
  webSocketMapping: guide('websocket-api-data-mapping'),
  webSocketIntegrationResponses: guide('apigateway-websocket-api-integration-responses'),
  webSocketRouteResponse: guide('apigateway-websocket-api-route-response'),
  selectionExpressions: guide('apigateway-websocket-api-selection-expressions'),
  cfnApi: cloudFormation('resource-apigatewayv2-api'),
  cfnIntegration: cloudFormation('resource-apigatewayv2-integration'),
  cfnResponseParameter: cloudFormation('properties-apigatewayv2-integration-responseparameter'),
  cfnQuotas: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  cfnRoute: cloudFormation('resource-apigatewayv2-route'),
  model: 'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html',
  modelApis: 'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html',
  modelStages: 'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html',
  serviceSourceRefused: issue('hashicorp/terraform-provider-aws', 17348),
  serviceEmptyRefused: issue('hashicorp/terraform-provider-aws', 50083),
  flatRefused: issue('aws-cloudformation/cloudformation-cli', 1113),
  slashRefused: issue('storacha/w3infra', 166),
  policyRefused: issue('aws/aws-cdk', 19535),
} as const;
