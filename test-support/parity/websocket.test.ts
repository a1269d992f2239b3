import { Duration, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketRoute, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, test } from 'vitest';
import { webSocketVariants } from '../family';
import { expectSameError, expectSameTemplate } from './expect-same-template';
import type { TwinApp } from './twins';

const drops = (await webSocketVariants()).filter(({ inCdk }) => inCdk);

describe.each(drops)('$className is a drop-in', ({ className, create, options }) => {
  const inOneStack =
    (use: (stack: Stack, api: WebSocketApi, integrations: Parameters<TwinApp>[1]) => void): TwinApp =>
    (app, integrations) => {
      const stack = new Stack(app, 'Stack');
      use(stack, new WebSocketApi(stack, 'Api'), integrations);
    };

  test.each([true, false, undefined])('on one route, returnResponse: %s', (returnResponse) => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        api.addRoute('send', { integration: create(integrations, stack, 'Send'), returnResponse });
      }),
    );
  });

  const values: Record<string, readonly unknown[]> = {
    ...(className === 'WebSocketMockIntegration'
      ? {}
      : {
          timeout: [Duration.millis(50), Duration.seconds(29), Duration.millis(Token.asNumber({ Ref: 'Timeout' }))],
        }),
    ...options,
  };
  const each = Object.entries(values).flatMap(([name, list]) => list.map((value, index) => ({ name, index, value })));
  test.each(each)('with $name, value $index', ({ name, value }) => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        api.addRoute('send', { integration: create(integrations, stack, 'Send', { [name]: value }), returnResponse: true });
      }),
    );
  });

  test.each('timeout' in values ? [Duration.millis(49), Duration.millis(29_001)] : [])('with a timeout out of range: %s', (timeout) => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        api.addRoute('send', { integration: create(integrations, stack, 'Send', { timeout }) });
      }),
      'timeout-out-of-range',
    );
  });

  // Only integrations with a timeout option.
  test.skipIf(!('timeout' in values))('with a timeout that only a deployment knows, in another unit: the same error', () => {
    const timeout = Duration.minutes(Token.asNumber({ Ref: 'Timeout' }));
    expectSameError(
      inOneStack((stack, api, integrations) => {
        api.addRoute('send', { integration: create(integrations, stack, 'Send', { timeout }) });
      }),
    );
  });

  test('shared by several routes', () => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        const integration = create(integrations, stack, 'Send');
        for (const key of ['send', '$connect', '$disconnect', '$default', 'a/b', 'join room']) {
          api.addRoute(key, { integration });
        }
      }),
      ...(className === 'WebSocketLambdaIntegration' ? ['websocket-permission-on-every-route'] : []),
    );
  });

  test('with one integration per route', () => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        for (const key of ['a', 'b', '$default']) {
          api.addRoute(key, { integration: create(integrations, stack, 'Same') });
        }
      }),
    );
  });

  test('in the options of the API', () => {
    expectSameTemplate((app, integrations) => {
      const stack = new Stack(app, 'Stack');
      const webSocketApi = new WebSocketApi(stack, 'Api', {
        connectRouteOptions: { integration: create(integrations, stack, 'ConnectIntegration') },
        disconnectRouteOptions: { integration: create(integrations, stack, 'DisconnectIntegration') },
        defaultRouteOptions: { integration: create(integrations, stack, 'DefaultIntegration'), returnResponse: true },
      });
      new WebSocketStage(stack, 'Live', { webSocketApi, stageName: 'live', autoDeploy: true });
    });
  });

  test('in several APIs of a stack', () => {
    expectSameTemplate((app, integrations) => {
      const stack = new Stack(app, 'Stack');
      for (const id of ['One', 'Two']) {
        new WebSocketApi(stack, id).addRoute('send', { integration: create(integrations, stack, 'Send') });
      }
    });
  });

  test('throws the same error if it is bound to two APIs', () => {
    expectSameError((app, integrations) => {
      const stack = new Stack(app, 'Stack');
      const integration = create(integrations, stack, 'Send');
      for (const id of ['One', 'Two']) {
        new WebSocketApi(stack, id).addRoute('send', { integration });
      }
    });
  });

  test('from a route in a different stack than the API', () => {
    expectSameTemplate((app, integrations) => {
      const webSocketApi = new WebSocketApi(new Stack(app, 'ApiStack'), 'Api');
      const stack = new Stack(app, 'RouteStack');
      const integration = create(integrations, stack, 'Send');
      new WebSocketRoute(stack, 'Route', { webSocketApi, integration, routeKey: 'send', apiKeyRequired: true });
    });
  });

  test('with its backend in a different stack than the API', () => {
    expectSameTemplate((app, integrations) => {
      const backend = new Stack(app, 'BackendStack');
      new WebSocketApi(new Stack(app, 'ApiStack'), 'Api').addRoute('send', { integration: create(integrations, backend, 'Send') });
    });
  });

  test('on an imported API', () => {
    expectSameTemplate((app, integrations) => {
      const stack = new Stack(app, 'Stack');
      const webSocketApi = WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'abc' });
      for (const routeKey of ['a', 'b']) {
        new WebSocketRoute(stack, routeKey, { webSocketApi, integration: create(integrations, stack, 'Send'), routeKey });
      }
    });
  });

  test('in a nested stack, and in a stage', () => {
    expectSameTemplate((app, integrations) => {
      const stack = new Stack(new Stage(app, 'Stage'), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
      const nested = new NestedStack(stack, 'Nested');
      new WebSocketApi(nested, 'Api').addRoute('send', { integration: create(integrations, nested, 'Send') });
    });
  });
});

test('declares the parameters that the integration of a $connect route reads', () => {
  expectSameTemplate((app, { WebSocketAwsIntegration }) => {
    const integration = new WebSocketAwsIntegration('Connect', {
      integrationUri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem',
      integrationMethod: 'POST',
      requestParameters: { 'integration.request.header.token': 'route.request.querystring.token' },
    });
    new WebSocketApi(new Stack(app, 'Stack'), 'Api', { connectRouteOptions: { integration } });
  }, 'connect-route-declares-parameters');
});
