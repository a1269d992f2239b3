import { Stack } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpConnectionType,
  HttpIntegrationType,
  HttpMethod,
  HttpRouteIntegration,
  type HttpRouteIntegrationBindOptions,
  PayloadFormatVersion,
  WebSocketApi,
  WebSocketRouteIntegration,
  type WebSocketRouteIntegrationBindOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, test } from 'vitest';
import { familyExports, httpVariants, webSocketVariants } from '../family';
import { resourcesOf, synthesize } from '../synthesize';
import type { Integrations, Options } from '../variant';
import { expectSameTemplate } from './expect-same-template';

const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const family: Integrations = await familyExports();
const http = (await httpVariants()).filter(({ inCdk }) => inCdk);
const webSocket = (await webSocketVariants()).filter(({ inCdk }) => inCdk);

/** A subclass may call the protected method of another instance. */
const completeBind = (integration: HttpRouteIntegration, options: HttpRouteIntegrationBindOptions): void =>
  (integration as unknown as { completeBind(options: HttpRouteIntegrationBindOptions): void }).completeBind(options);

/** Delegates to another integration, as an app does to add a log line or a default to it. */
class HttpWrapper extends HttpRouteIntegration {
  public constructor(
    id: string,
    private readonly inner: HttpRouteIntegration,
  ) {
    super(id);
  }

  public bind(options: HttpRouteIntegrationBindOptions) {
    return this.inner.bind(options);
  }

  protected completeBind(options: HttpRouteIntegrationBindOptions): void {
    completeBind(this.inner, options);
  }
}

class WebSocketWrapper extends WebSocketRouteIntegration {
  public constructor(
    id: string,
    private readonly inner: WebSocketRouteIntegration,
  ) {
    super(id);
  }

  public bind(options: WebSocketRouteIntegrationBindOptions) {
    return this.inner.bind(options);
  }
}

/** A subclass of a URL integration that delegates to another integration. */
function delegatingClass(Base: typeof cdk.HttpUrlIntegration) {
  return class extends Base {
    public constructor(
      id: string,
      private readonly inner: HttpRouteIntegration,
    ) {
      super(id, 'https://example.com');
    }

    public bind(options: HttpRouteIntegrationBindOptions) {
      return this.inner.bind(options);
    }

    protected completeBind(options: HttpRouteIntegrationBindOptions): void {
      completeBind(this.inner, options);
    }
  };
}

describe.each(http)('an integration that wraps $className', ({ create, differsWithoutMapping = [] }) => {
  test.each(['Wrapper', 'Books'])('produces the same template as with the CDK, with the ID %s', (id) => {
    expectSameTemplate(
      (app, integrations) => {
        const stack = new Stack(app, 'Stack');
        const api = new HttpApi(stack, 'Api');
        const wrapper = new HttpWrapper(id, create(integrations, stack, 'Books'));
        api.addRoutes({ path: '/books', methods: [HttpMethod.GET, HttpMethod.POST], integration: wrapper });
        api.addRoutes({ path: '/authors', integration: wrapper });
      },
      ...differsWithoutMapping,
    );
  });

  test('produces the same template as with the CDK if two wrappers share it', () => {
    expectSameTemplate(
      (app, integrations) => {
        const stack = new Stack(app, 'Stack');
        const api = new HttpApi(stack, 'Api');
        const inner = create(integrations, stack, 'Books');
        api.addRoutes({ path: '/books', integration: new HttpWrapper('One', inner) });
        api.addRoutes({ path: '/authors', integration: new HttpWrapper('Two', inner) });
      },
      ...differsWithoutMapping,
    );
  });

  test.each([
    ['the CDK', cdk.HttpUrlIntegration],
    ['this family', family.HttpUrlIntegration as typeof cdk.HttpUrlIntegration],
  ])('works as a subclass of %s', (_, Base) => {
    expectSameTemplate(
      (app, integrations) => {
        const stack = new Stack(app, 'Stack');
        const Wrapper = delegatingClass(Base);
        new HttpApi(stack, 'Api').addRoutes({ path: '/books', integration: new Wrapper('Wrapper', create(integrations, stack, 'Books')) });
      },
      ...differsWithoutMapping,
    );
  });
});

describe.each(webSocket)('an integration that wraps $className', ({ create }) => {
  test.each(['Wrapper', 'Send'])('produces the same template as with the CDK, with the ID %s', (id) => {
    expectSameTemplate((app, integrations) => {
      const stack = new Stack(app, 'Stack');
      const api = new WebSocketApi(stack, 'Api');
      const wrapper = new WebSocketWrapper(id, create(integrations, stack, 'Send'));
      for (const key of ['send', '$disconnect']) {
        api.addRoute(key, { integration: wrapper });
      }
    });
  });
});

describe('an integration that wraps one of this family', () => {
  /** Synthesizes one API whose route uses the wrapped integration, which may also have a route of its own. */
  const integrationsOf = (make: (stack: Stack) => HttpRouteIntegration[]) =>
    resourcesOf(
      synthesize((app) => {
        const stack = new Stack(app, 'Stack');
        const api = new HttpApi(stack, 'Api');
        for (const [index, integration] of make(stack).entries()) {
          api.addRoutes({ path: `/${index}`, integration });
        }
      }),
      INTEGRATION,
    );
  const described = () => new family.HttpUrlIntegration('Inner', 'https://example.com', { description: 'set on the resource' });

  test('keeps the options that the CDK’s construct lacks', () => {
    expect(integrationsOf(() => [new HttpWrapper('Wrapper', described())])).toMatchObject([{ Description: 'set on the resource' }]);
  });

  test('keeps them if the integration also has a route of its own, in either order', () => {
    const both = [{ Description: 'set on the resource' }, { Description: 'set on the resource' }];
    const pair = () => {
      const inner = described();
      return [inner, new HttpWrapper('Wrapper', inner)];
    };

    expect(integrationsOf(pair)).toMatchObject(both);
    expect(integrationsOf(() => pair().reverse())).toMatchObject(both);
  });

  test('keeps them under the API, as a subclass with stableId', () => {
    class Wrapper extends family.HttpUrlIntegration {
      private readonly inner = described();

      public constructor() {
        super('Wrapper', 'https://example.com', { stableId: true });
      }

      public bind(options: HttpRouteIntegrationBindOptions) {
        return this.inner.bind(options);
      }

      protected completeBind(options: HttpRouteIntegrationBindOptions): void {
        completeBind(this.inner, options);
      }
    }
    const other = new family.HttpUrlIntegration('Other', 'https://other.example', { stableId: true });

    expect(integrationsOf(() => [other, new Wrapper() as unknown as HttpRouteIntegration])).toMatchObject([
      { IntegrationUri: 'https://other.example' },
      { IntegrationUri: 'https://example.com', Description: 'set on the resource' },
    ]);
  });

  test('keeps them on WebSocket APIs, with integration responses and parameters of the $connect route', () => {
    const templates = synthesize((app) => {
      const api = new WebSocketApi(new Stack(app, 'Stack'), 'Api');
      const inner = new family.WebSocketHttpIntegration('Inner', 'https://example.com', {
        proxy: false,
        description: 'set on the resource',
        parameterMapping: new family.WebSocketParameterMapping().header('x-tenant', family.WebSocketMappingValue.requestHeader('tenant')),
        integrationResponses: [{ key: '$default' }],
      } as Options);
      const wrapper = new WebSocketWrapper('Wrapper', inner);
      for (const key of ['$connect', 'send']) {
        api.addRoute(key, { integration: wrapper });
      }
    });

    expect(resourcesOf(templates, INTEGRATION)).toMatchObject([{ Description: 'set on the resource' }]);
    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::IntegrationResponse')).toMatchObject([{ IntegrationResponseKey: '$default' }]);
    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::Route')).toMatchObject([
      { RequestParameters: { 'route.request.header.tenant': { Required: false } } },
      {},
    ]);
  });
});

describe.each(http.filter(({ className }) => /Alb|Nlb|ServiceDiscovery/.test(className)))(
  'a subclass of $className',
  ({ className, create }) => {
    /** The protected properties that the CDK's class has. */
    const settings: Options = {
      httpMethod: HttpMethod.PATCH,
      integrationType: HttpIntegrationType.AWS_PROXY,
      payloadFormatVersion: PayloadFormatVersion.custom('1.0'),
      connectionType: HttpConnectionType.INTERNET,
    };
    const routeWith = (Subclass: (Base: Integrations[string]) => unknown, options?: Options) =>
      expectSameTemplate((app, integrations) => {
        const stack = new Stack(app, 'Stack');
        const integration = create({ ...integrations, [className]: Subclass(integrations[className]) }, stack, 'Books', options);
        new HttpApi(stack, 'Api').addRoutes({ path: '/books', integration });
      });

    test.each(Object.entries(settings))('may set %s', (name, value) => {
      routeWith(
        (Base) =>
          class extends Base {
            public constructor(...args: unknown[]) {
              super(...args);
              Object.assign(this, { [name]: value });
            }
          },
      );
    });

    test('may set a method that the option overrides', () => {
      routeWith(
        (Base) =>
          class extends Base {
            protected httpMethod = HttpMethod.PATCH;
          },
        { method: HttpMethod.PUT },
      );
    });

    test('may read the properties', () => {
      const read: unknown[][] = [];
      routeWith(
        (Base) =>
          class extends Base {
            public bind(options: HttpRouteIntegrationBindOptions) {
              read.push([this.httpMethod, this.integrationType, this.payloadFormatVersion, this.connectionType]);
              return super.bind(options);
            }
          },
      );

      expect(read).toEqual(Array(2).fill(['ANY', 'HTTP_PROXY', PayloadFormatVersion.VERSION_1_0, 'VPC_LINK']));
    });
  },
);
