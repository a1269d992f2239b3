import { Duration, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey, MappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, test } from 'vitest';
import { httpVariants } from '../family';
import { mappingFor } from '../variant';
import { expectSameError, expectSameTemplate } from './expect-same-template';
import type { TwinApp } from './twins';

const drops = (await httpVariants()).filter(({ inCdk }) => inCdk);

describe.each(drops)('$className is a drop-in', (variant) => {
  const { className, create, options, lacksInCdk = [], differsWithoutMapping: differs = [] } = variant;
  const mapping = () => mappingFor(variant, { 'append:header.header2': '$request.header.header1', 'remove:header.header1': '' });
  const losesTimeout = className === 'HttpServiceDiscoveryIntegration';
  const inOneStack =
    (use: (stack: Stack, api: HttpApi, integrations: Parameters<TwinApp>[1]) => void): TwinApp =>
    (app, integrations) => {
      const stack = new Stack(app, 'Stack');
      use(stack, new HttpApi(stack, 'Api'), integrations);
    };

  test('on one route', () => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        api.addRoutes({ path: '/books', methods: [HttpMethod.GET], integration: create(integrations, stack, 'Books') });
      }),
      ...differs,
    );
  });

  const values: Record<string, readonly unknown[]> = {
    parameterMapping: [mapping(), mappingFor(variant, { myKey: 'myValue', 'overwrite:path': '$request.path.id' })],
    timeout: [Duration.millis(50), Duration.seconds(29), Duration.millis(Token.asNumber({ Ref: 'Timeout' }))],
    ...options,
  };
  const each = Object.entries(values)
    .filter(([name]) => !lacksInCdk.includes(name))
    .flatMap(([name, list]) => list.map((value, index) => ({ name, index, value })));
  test.each(each)('with $name, value $index', ({ name, value }) => {
    const widens = className === 'HttpLambdaIntegration' && name === 'scopePermissionToRoute' && value === false;
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        api.addRoutes({ path: '/books/{id}', integration: create(integrations, stack, 'Books', { [name]: value }) });
      }),
      ...(widens ? ['api-wide-permission-reaches-default-route'] : []),
      ...(losesTimeout && name === 'timeout' ? ['cloud-map-timeout'] : []),
      ...(name === 'parameterMapping' ? [] : differs),
    );
  });

  test.each(lacksInCdk.includes('timeout') || losesTimeout ? [] : [Duration.millis(49), Duration.millis(30_001)])(
    'with a timeout out of range: %s',
    (timeout) => {
      expectSameTemplate(
        inOneStack((stack, api, integrations) => {
          api.addRoutes({ path: '/books', integration: create(integrations, stack, 'Books', { timeout }) });
        }),
        'timeout-out-of-range',
      );
    },
  );

  // Without a timeout option in the CDK's class there is nothing to compare with.
  test.skipIf(lacksInCdk.includes('timeout'))('with a timeout that only a deployment knows, in another unit: the same error', () => {
    const timeout = Duration.minutes(Token.asNumber({ Ref: 'Timeout' }));
    const build = inOneStack((stack, api, integrations) => {
      api.addRoutes({ path: '/books', integration: create(integrations, stack, 'Books', { timeout }) });
    });
    if (losesTimeout) {
      expectSameTemplate(build, 'cloud-map-timeout');
    } else {
      expectSameError(build);
    }
  });

  // As above: the CDK's class has no timeout option.
  test.skipIf(lacksInCdk.includes('timeout'))('with a timeout of 30 seconds', () => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        api.addRoutes({ path: '/books', integration: create(integrations, stack, 'Books', { timeout: Duration.seconds(30) }) });
      }),
      losesTimeout ? 'cloud-map-timeout' : 'timeout-up-to-30-seconds',
    );
  });

  test('shared by several routes', () => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        const integration = create(integrations, stack, 'Books', { parameterMapping: mapping() });
        api.addRoutes({ path: '/books', methods: [HttpMethod.GET, HttpMethod.POST], integration });
        api.addRoutes({ path: '/books/{id}', integration });
        api.addRoutes({ path: '/{proxy+}', integration });
        new HttpRoute(stack, 'Default', { httpApi: api, integration, routeKey: HttpRouteKey.DEFAULT });
      }),
    );
  });

  test('with one integration per route', () => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        for (const path of ['/a', '/b', '/']) {
          api.addRoutes({ path, integration: create(integrations, stack, 'Same') });
        }
      }),
      ...differs,
    );
  });

  test('in several APIs of a stack', () => {
    expectSameTemplate(
      (app, integrations) => {
        const stack = new Stack(app, 'Stack');
        for (const id of ['One', 'Two']) {
          new HttpApi(stack, id).addRoutes({ path: '/books', integration: create(integrations, stack, 'Books') });
        }
      },
      ...differs,
    );
  });

  test('from a route in a different stack than the API', () => {
    expectSameTemplate(
      (app, integrations) => {
        const httpApi = new HttpApi(new Stack(app, 'ApiStack'), 'Api');
        const stack = new Stack(app, 'RouteStack');
        const integration = create(integrations, stack, 'Books');
        new HttpRoute(stack, 'Route', { httpApi, integration, routeKey: HttpRouteKey.with('/books') });
      },
      ...differs,
    );
  });

  test('with its backend in a different stack than the API', () => {
    expectSameTemplate(
      (app, integrations) => {
        const backend = new Stack(app, 'BackendStack');
        const api = new HttpApi(new Stack(app, 'ApiStack'), 'Api');
        api.addRoutes({ path: '/books', integration: create(integrations, backend, 'Books') });
      },
      ...differs,
    );
  });

  test('in a nested stack, and in a stage', () => {
    expectSameTemplate(
      (app, integrations) => {
        const stack = new Stack(new Stage(app, 'Stage'), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
        const nested = new NestedStack(stack, 'Nested');
        new HttpApi(nested, 'Api').addRoutes({ path: '/books', integration: create(integrations, nested, 'Books') });
      },
      ...differs,
    );
  });

  test('as default integration', () => {
    expectSameTemplate(
      (app, integrations) => {
        const stack = new Stack(app, 'Stack');
        new HttpApi(stack, 'Api', { defaultIntegration: create(integrations, stack, 'DefaultIntegration') });
      },
      ...differs,
    );
  });

  test('on an imported API', () => {
    expectSameTemplate(
      (app, integrations) => {
        const stack = new Stack(app, 'Stack');
        const httpApi = HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc123' });
        const integration = create(integrations, stack, 'Books');
        new HttpRoute(stack, 'Route', { httpApi, integration, routeKey: HttpRouteKey.with('/books', HttpMethod.GET) });
      },
      ...differs,
    );
  });

  test('with a mapping that is changed after binding', () => {
    expectSameTemplate(
      inOneStack((stack, api, integrations) => {
        const parameterMapping = mapping();
        api.addRoutes({ path: '/books', integration: create(integrations, stack, 'Books', { parameterMapping }) });
        parameterMapping.overwriteHeader('late', MappingValue.custom('yes'));
      }),
    );
  });

  test('throws the same error if it is bound to two APIs', () => {
    expectSameError((app, integrations) => {
      const stack = new Stack(app, 'Stack');
      const integration = create(integrations, stack, 'Books');
      new HttpApi(stack, 'One').addRoutes({ path: '/books', integration });
      new HttpApi(stack, 'Two').addRoutes({ path: '/books', integration });
    });
  });
});
