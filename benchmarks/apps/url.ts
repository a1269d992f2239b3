import { CfnIntegration, CfnRoute, HttpApi, HttpMethod, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { cfnHttpApi } from './cfn-api';
import type { Scenario } from './scenario';

const URL = 'https://books.example.com/{id}';

/** One integration with a public URL and a mapping per route. */
export const url: Scenario = {
  package: 'url',
  className: 'HttpUrlIntegration',
  l2: (stack, routes, { HttpUrlIntegration }) => {
    const api = new HttpApi(stack, 'Api');
    for (let route = 0; route < routes; route++) {
      const parameterMapping = new ParameterMapping()
        .appendHeader('x-user', MappingValue.contextVariable('authorizer.claims.sub'))
        .overwriteQueryString('page', MappingValue.requestQueryString('p'))
        .overwriteHeader('x-route', MappingValue.custom(`books/${route}`))
        .removeHeader('x-internal');
      const integration = new HttpUrlIntegration('Integration', URL, { parameterMapping });
      api.addRoutes({ path: `/books/${route}/{id}`, methods: [HttpMethod.GET], integration });
    }
  },
  l1: (stack, routes) => {
    const api = cfnHttpApi(stack);
    for (let route = 0; route < routes; route++) {
      const integration = new CfnIntegration(stack, `Integration${route}`, {
        apiId: api.ref,
        integrationType: 'HTTP_PROXY',
        integrationUri: URL,
        integrationMethod: 'ANY',
        payloadFormatVersion: '1.0',
        requestParameters: {
          'append:header.x-user': '$context.authorizer.claims.sub',
          'overwrite:querystring.page': '$request.querystring.p',
          'overwrite:header.x-route': `books/${route}`,
          'remove:header.x-internal': '',
        },
      });
      new CfnRoute(stack, `Route${route}`, {
        apiId: api.ref,
        routeKey: `GET /books/${route}/{id}`,
        target: `integrations/${integration.ref}`,
        authorizationType: 'NONE',
      });
    }
  },
  bare: (stack) => {
    new HttpApi(stack, 'Api');
  },
};
