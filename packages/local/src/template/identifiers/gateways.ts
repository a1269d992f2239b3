import type { Forms, IdentifierFactory, IdentifierFormat } from './identifier-format';

/** The id of an API, as the gateway tells it to functions. */
export const apiId: IdentifierFactory = (api) => api.id(10, 'lower');

const shortId: IdentifierFormat = { ref: (resource) => resource.id(7, 'lower') };
const endpoint: IdentifierFactory = (api) => {
  const scheme = api.property('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https';
  return `${scheme}://${apiId(api)}.execute-api.${api.region}.${api.urlSuffix}`;
};

export const GATEWAYS: Forms = {
  'AWS::ApiGatewayV2::Api': { ref: apiId, attributes: { ApiEndpoint: endpoint, ApiId: apiId } },
  'AWS::ApiGatewayV2::Route': shortId,
  'AWS::ApiGatewayV2::Integration': shortId,
  'AWS::ApiGatewayV2::Authorizer': shortId,
  'AWS::ApiGatewayV2::Deployment': shortId,
  'AWS::ApiGatewayV2::Model': shortId,
  'AWS::ApiGatewayV2::VpcLink': shortId,
  'AWS::ApiGatewayV2::DomainName': {
    name: 'DomainName',
    attributes: {
      DomainName: ({ name }) => name,
      RegionalDomainName: (domain) => `d-${domain.id(10, 'lower')}.execute-api.${domain.region}.${domain.urlSuffix}`,
      RegionalHostedZoneId: (domain) => `Z${domain.id(13, 'upper')}`,
    },
  },
  'AWS::ApiGateway::RestApi': {
    ref: apiId,
    attributes: { RestApiId: apiId, RootResourceId: (api) => api.id(11, 'lower').slice(1) },
  },
  'AWS::ApiGateway::Stage': { name: 'StageName' },
  'AWS::AppSync::GraphQLApi': {
    ref: (api) => api.arn('appsync', `apis/${api.id(26, 'lower')}`),
    attributes: {
      ApiId: (api) => api.id(26, 'lower'),
      Arn: (api) => api.arn('appsync', `apis/${api.id(26, 'lower')}`),
      GraphQLUrl: (api) => `https://${api.id(26, 'lower')}.appsync-api.${api.region}.${api.urlSuffix}/graphql`,
    },
  },
};
