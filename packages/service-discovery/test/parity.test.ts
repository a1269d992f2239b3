import { Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, MappingValue, ParameterMapping, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  DnsRecordType,
  HttpNamespace,
  type IService,
  PrivateDnsNamespace,
  PublicDnsNamespace,
  RoutingPolicy,
  Service,
} from 'aws-cdk-lib/aws-servicediscovery';
import { expectSameTemplate } from 'test-support/parity/expect-same-template';
import { describe, test } from 'vitest';
import { linkIn, serviceIn, vpcIn } from './variants';

const services: Record<string, (stack: Stack) => IService> = {
  'a service with SRV records': serviceIn,
  'a service with A records': (stack) =>
    new PrivateDnsNamespace(stack, 'Namespace', { name: 'books.internal', vpc: vpcIn(stack) }).createService('Service'),
  'a service of a public namespace': (stack) =>
    new PublicDnsNamespace(stack, 'Namespace', { name: 'books.example' }).createService('Service', { dnsRecordType: DnsRecordType.SRV }),
  'a service of an HTTP namespace': (stack) => new HttpNamespace(stack, 'Namespace', { name: 'books' }).createService('Service'),
  'an imported service': (stack) =>
    Service.fromServiceAttributes(stack, 'Imported', {
      namespace: HttpNamespace.fromHttpNamespaceAttributes(stack, 'Namespace', {
        namespaceName: 'books',
        namespaceId: 'ns-1',
        namespaceArn: 'arn:aws:servicediscovery:eu-west-1:111111111111:namespace/ns-1',
      }),
      serviceName: 'books',
      serviceId: 'srv-1',
      serviceArn: 'arn:aws:servicediscovery:eu-west-1:111111111111:service/srv-1',
      dnsRecordType: DnsRecordType.SRV,
      routingPolicy: RoutingPolicy.MULTIVALUE,
    }),
};

describe.each(Object.entries(services))('%s', (_what, serviceFor) => {
  test.each(['the app’s own', 'an imported'])('equals the CDK’s template with %s link', (which) => {
    expectSameTemplate((app, { HttpServiceDiscoveryIntegration }) => {
      const stack = new Stack(app, 'Stack');
      const vpcLink =
        which === 'an imported'
          ? VpcLink.fromVpcLinkAttributes(stack, 'ImportedLink', { vpcLinkId: 'link', vpc: vpcIn(stack) })
          : linkIn(stack);
      const defaultIntegration = new HttpServiceDiscoveryIntegration('BooksIntegration', serviceFor(stack), {
        vpcLink,
        method: HttpMethod.PUT,
        secureServerName: 'internal.example',
        parameterMapping: new ParameterMapping().overwritePath(MappingValue.requestPath()),
      });
      new HttpApi(stack, 'Api', { defaultIntegration });
    });
  });
});

test('writes the timeout to the template', () => {
  expectSameTemplate((app, { HttpServiceDiscoveryIntegration }) => {
    const stack = new Stack(app, 'Stack');
    const integration = new HttpServiceDiscoveryIntegration('Books', serviceIn(stack), {
      vpcLink: linkIn(stack),
      timeout: Duration.seconds(3),
    });
    new HttpApi(stack, 'Api').addRoutes({ path: '/books', integration });
  }, 'cloud-map-timeout');
});

test('without a link, both throw an error', () => {
  expectSameTemplate((app, { HttpServiceDiscoveryIntegration }) => {
    const stack = new Stack(app, 'Stack');
    new HttpApi(stack, 'Api').addRoutes({ path: '/books', integration: new HttpServiceDiscoveryIntegration('Books', serviceIn(stack)) });
  }, 'vpc-link-missing');
});
