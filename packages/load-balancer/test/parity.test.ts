import { Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey, MappingValue, ParameterMapping, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  NetworkListener,
  NetworkLoadBalancer,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { expectSameTemplate } from 'test-support/parity/expect-same-template';
import type { TwinApp } from 'test-support/parity/twins';
import { describe, test } from 'vitest';
import { albListenerIn, linkIn, nlbListenerIn, vpcIn } from './variants';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/lb/0/1';

const kinds = {
  HttpAlbIntegration: {
    listenerIn: albListenerIn,
    imported: (stack: Stack) =>
      ApplicationListener.fromApplicationListenerAttributes(stack, 'Imported', {
        listenerArn: ARN,
        securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'ImportedGroup', 'sg-1'),
        defaultPort: 80,
      }),
    ofImported: (stack: Stack) =>
      ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Imported', {
        loadBalancerArn: ARN.replace(':listener', ':loadbalancer'),
        securityGroupId: 'sg-1',
        vpc: vpcIn(stack),
      }).addListener('Listener', { port: 80, open: false, protocol: ApplicationProtocol.HTTP }),
  },
  HttpNlbIntegration: {
    listenerIn: nlbListenerIn,
    imported: (stack: Stack) => NetworkListener.fromNetworkListenerArn(stack, 'Imported', ARN.replace('/app/', '/net/')),
    ofImported: (stack: Stack) =>
      NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Imported', {
        loadBalancerArn: ARN.replace(':listener/app', ':loadbalancer/net'),
        vpc: vpcIn(stack),
      }).addListener('Listener', { port: 80 }),
  },
};

describe.each(Object.entries(kinds))('%s is a drop-in', (className, { listenerIn, imported, ofImported }) => {
  const inStack =
    (use: (stack: Stack, api: HttpApi, Integration: new (...args: unknown[]) => never) => void): TwinApp =>
    (app, integrations) => {
      const stack = new Stack(app, 'Stack');
      use(stack, new HttpApi(stack, 'Api'), integrations[className]);
    };

  test('equals the CDK’s template in a VPC of the app, with all options', () => {
    expectSameTemplate(
      inStack((stack, api, Integration) => {
        const vpc = new Vpc(stack, 'Network');
        api.addRoutes({
          path: '/books',
          integration: new Integration('Books', listenerIn(stack, 'Balancer', vpc), {
            method: HttpMethod.GET,
            secureServerName: 'internal.example',
            parameterMapping: new ParameterMapping().overwritePath(MappingValue.requestPath()),
            timeout: Duration.seconds(3),
          }),
        });
      }),
    );
  });

  test('with an imported listener and without a link', () => {
    expectSameTemplate(
      inStack((stack, api, Integration) => api.addRoutes({ path: '/books', integration: new Integration('Books', imported(stack)) })),
      'vpc-link-missing',
    );
  });

  test('equals the CDK’s template as default integration', () => {
    expectSameTemplate((app, integrations) => {
      const stack = new Stack(app, 'Stack');
      const defaultIntegration = new integrations[className]('BooksIntegration', listenerIn(stack));
      new HttpApi(stack, 'Api', { defaultIntegration });
    });
  });

  test('shares a link per VPC', () => {
    expectSameTemplate(
      inStack((stack, api, Integration) => {
        for (const [path, vpc] of Object.entries({ a: 'One', b: 'Two', c: 'One', d: 'Two' })) {
          api.addRoutes({ path: `/${path}`, integration: new Integration(path, listenerIn(stack, `Lb${path}`, vpcIn(stack, vpc))) });
        }
      }),
    );
  });

  test('shares the link that the app added to the API', () => {
    expectSameTemplate(
      inStack((stack, api, Integration) => {
        api.addVpcLink({ vpc: vpcIn(stack), vpcLinkName: 'books', subnets: { subnetType: SubnetType.PUBLIC } });
        api.addRoutes({ path: '/books', integration: new Integration('Books', listenerIn(stack)) });
      }),
    );
  });

  test('creates a separate link for each API', () => {
    expectSameTemplate((app, integrations) => {
      const stack = new Stack(app, 'Stack');
      for (const id of ['One', 'Two']) {
        new HttpApi(stack, id).addRoutes({ path: '/books', integration: new integrations[className]('Books', listenerIn(stack)) });
      }
    });
  });

  test.each(['a link of the app', 'an imported link'])('equals the CDK’s template with %s and an imported listener', (which) => {
    expectSameTemplate(
      inStack((stack, api, Integration) => {
        const vpcLink =
          which === 'a link of the app'
            ? linkIn(stack)
            : VpcLink.fromVpcLinkAttributes(stack, 'Imported Link', { vpcLinkId: 'link', vpc: vpcIn(stack) });
        api.addRoutes({ path: '/a', integration: new Integration('Imported', imported(stack), { vpcLink }) });
        api.addRoutes({ path: '/b', integration: new Integration('Owned', listenerIn(stack), { vpcLink }) });
      }),
    );
  });

  test('equals the CDK’s template with an imported load balancer of a known VPC', () => {
    expectSameTemplate(
      inStack((stack, api, Integration) => {
        const listener = ofImported(stack);
        listener.addTargets('Targets', { port: 80 });
        api.addRoutes({ path: '/books', integration: new Integration('Books', listener) });
      }),
    );
  });

  test('equals the CDK’s template in nested stacks and on an imported API', () => {
    expectSameTemplate((app, integrations) => {
      const stack = new Stack(app, 'Stack');
      const listener = listenerIn(stack);
      for (const id of ['One', 'Two']) {
        const nested = new NestedStack(stack, id);
        const httpApi = HttpApi.fromHttpApiAttributes(nested, 'Api', { httpApiId: 'abc' });
        for (const path of ['/a', '/b']) {
          new HttpRoute(nested, path.slice(1), {
            httpApi,
            integration: new integrations[className]('Books', listener),
            routeKey: HttpRouteKey.with(path),
          });
        }
      }
    });
  });
});

test('shares a link between both kinds of load balancers', () => {
  expectSameTemplate((app, { HttpAlbIntegration, HttpNlbIntegration }) => {
    const stack = new Stack(app, 'Stack');
    const api = new HttpApi(stack, 'Api');
    api.addRoutes({ path: '/a', integration: new HttpAlbIntegration('A', albListenerIn(stack)) });
    api.addRoutes({ path: '/b', integration: new HttpNlbIntegration('B', nlbListenerIn(stack)) });
  });
});
