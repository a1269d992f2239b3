import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { WebSocketMockIntegration } from '@apigwv2-integrations/websocket';
import { App, CfnCondition, CfnResource, Fn, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  type CfnApi,
  CfnIntegration,
  CfnRoute,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  WebSocketApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Policy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { BareBackend } from '../bare-backend';
import { handlerIn } from '../functions';
import { warningsIn } from '../problems';

const setUp = () => {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Stack');
  return { app, stack };
};

/** Adds routes as plain resources, which count too. */
function routes(scope: Construct, apiId: string, count: number, condition?: CfnCondition): void {
  for (let index = 0; index < count; index++) {
    new CfnRoute(scope, `L1Route${index}`, { apiId, routeKey: `GET /${index}` }).cfnOptions.condition = condition;
  }
}

function integrations(scope: Construct, apiId: string, count: number): void {
  for (let index = 0; index < count; index++) {
    new CfnIntegration(scope, `L1Integration${index}`, { apiId, integrationType: 'MOCK' });
  }
}

/** An API with one route of this family. */
function ownApi(stack: Stack, id = 'Api'): HttpApi {
  const api = new HttpApi(stack, id);
  api.addRoutes({ path: '/own', methods: [HttpMethod.GET], integration: new BareBackend('Own') });
  return api;
}

const reported = (app: App) => {
  app.synth();
  return warningsIn(app).map(({ path, message }) => `${path}: ${message.replace(/ \[ack.*/s, '')}`);
};

describe('an API', () => {
  test('with more than 300 routes of any kind is reported once, with the number and a remedy', () => {
    const { app, stack } = setUp();
    routes(stack, ownApi(stack).apiId, 300);

    expect(reported(app)).toEqual([
      'Stack/Api: [RoutesOverQuota] the API has 301 routes, but the quota is 300: request a higher quota, or replace several routes with one that has a path variable',
    ]);
    expect(reported(app)).toHaveLength(1);
  });

  test('with more than 300 integrations is reported once', () => {
    const { app, stack } = setUp();
    integrations(stack, ownApi(stack).apiId, 300);

    expect(reported(app)).toEqual([
      'Stack/Api: [IntegrationsOverQuota] the API has 301 integrations, but the quota is 300: share integrations between routes',
    ]);
  });

  test.each<[string, (api: HttpApi) => unknown]>([
    ['an attribute', ({ node }) => (node.defaultChild as CfnApi).attrApiId],
    ['a reference', ({ node }) => (node.defaultChild as CfnApi).getAtt('ApiId')],
    ['Ref', ({ node, stack }) => ({ Ref: stack.getLogicalId(node.defaultChild as CfnApi) })],
  ])('counts plain resources that have its id as %s', (_, idOf) => {
    const { app, stack } = setUp();
    const api = ownApi(stack);
    for (let index = 0; index < 300; index++) {
      new CfnResource(stack, `Plain${index}`, { type: 'AWS::ApiGatewayV2::Route', properties: { ApiId: idOf(api) } });
    }

    expect(reported(app)).toEqual([expect.stringMatching(/^Stack\/Api: .* 301 routes/)]);
  });

  test('with the WebSocket protocol is reported in the same way', () => {
    const { app, stack } = setUp();
    const api = new WebSocketApi(stack, 'Api');
    api.addRoute('own', { integration: new WebSocketMockIntegration('Own') });
    routes(stack, api.apiId, 300);

    expect(reported(app).filter((text) => text.includes('OverQuota'))).toEqual([expect.stringMatching(/^Stack\/Api: .* 301 routes/)]);
  });

  test('within the quotas is not reported, and resources with a condition do not count', () => {
    const { app, stack } = setUp();
    const { apiId } = ownApi(stack);
    integrations(stack, apiId, 100);
    routes(stack, apiId, 290, new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals(1, 1) }));

    expect(reported(app)).toEqual([]);
  });

  test('that is imported is identified by its ID, in all stacks of the app', () => {
    const { app, stack } = setUp();
    for (const [index, scope] of [stack, new Stack(app, 'Other')].entries()) {
      const httpApi = HttpApi.fromHttpApiAttributes(scope, 'Api', { httpApiId: 'abc123' });
      new HttpRoute(scope, 'Own', { httpApi, integration: new BareBackend('Own'), routeKey: HttpRouteKey.with(`/own${index}`) });
      routes(scope, 'abc123', 150);
    }

    expect(reported(app)).toEqual([expect.stringMatching(/^Stack\/Api: .* 302 routes/)]);
  });

  test('is counted separately', () => {
    const { app, stack } = setUp();
    const other = new Stack(app, 'Other');
    routes(stack, ownApi(stack).apiId, 200);
    routes(other, ownApi(other).apiId, 200);

    expect(reported(app)).toEqual([]);
  });

  // The oldest CDK keeps a warning that is added after its acknowledgement.
  test.skipIf(process.env.CDK_VERSION === 'floor')('is not reported once it is acknowledged', () => {
    const { app, stack } = setUp();
    const api = ownApi(stack);
    routes(stack, api.apiId, 300);
    Validations.of(api).acknowledge({ id: '@apigwv2-integrations/routes-over-quota', reason: 'the quota is 500' });

    expect(reported(app)).toEqual([]);
  });

  test('without a route of this family is not checked', () => {
    const { app, stack } = setUp();
    routes(stack, new HttpApi(stack, 'Api').apiId, 301);

    expect(reported(app)).toEqual([]);
  });
});

describe('a stack', () => {
  const fill = (stack: Stack, count: number) => {
    for (let index = 0; index < count; index++) {
      new CfnResource(stack, `Resource${index}`, { type: 'AWS::SNS::Topic' });
    }
  };

  test('with nearly 500 resources is reported once, with the resources that routes need', () => {
    const { app, stack } = setUp();
    ownApi(stack);
    ownApi(stack, 'Two');
    fill(stack, 442);

    // Each of the two APIs has a stage, a route and an integration.
    expect(reported(app)).toEqual([
      'Stack: [ResourcesNearQuota] the stack has 450 resources, of which 4 are routes, integrations and permissions to invoke functions, but CloudFormation allows only 500: share integrations between routes, use one permission for the whole API for each function, or move routes to another stack',
    ]);
  });

  test('is counted after permissions are folded', () => {
    const { app, stack } = setUp();
    const api = new HttpApi(stack, 'Api');
    const integration = new HttpLambdaIntegration('Own', handlerIn(stack));
    for (let index = 0; index < 60; index++) {
      api.addRoutes({ path: `/${index}`, methods: [HttpMethod.GET], integration });
    }
    fill(stack, 400);

    const [warning] = reported(app).filter((text) => text.includes('ResourcesNearQuota'));

    expect(warning).toContain(`the stack has ${Object.keys(Template.fromStack(stack).toJSON().Resources).length} resources`);
  });

  test('with fewer resources or without routes is not reported, and only resources in the template count', () => {
    const { app, stack } = setUp();
    ownApi(stack);
    fill(stack, 445);
    new Policy(stack, 'Empty');
    fill(new Stack(app, 'Other'), 460);

    expect(reported(app)).toEqual([]);
  });
});
