import { HttpServiceDiscoveryIntegration, type HttpServiceDiscoveryIntegrationProps } from '@apigwv2-integrations/service-discovery';
import { Duration, Fn, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Connections, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnService, DnsRecordType, HttpNamespace, PrivateDnsNamespace, type Service } from 'aws-cdk-lib/aws-servicediscovery';
import { bindToRoutes, expectProblem, warningsIn, warningsOf } from 'test-support/problems';
import { describe, expect, test } from 'vitest';
import { serviceIn, vpcIn } from './variants';

const INTEGRATION = 'AWS::ApiGatewayV2::Integration';

const withProps =
  (props: HttpServiceDiscoveryIntegrationProps = {}) =>
  (stack: Stack) =>
    new HttpServiceDiscoveryIntegration('Books', serviceIn(stack), { vpc: vpcIn(stack), ...props });

const templateOf = (props?: HttpServiceDiscoveryIntegrationProps) => Template.fromStack(bindToRoutes(withProps(props), ['/a', '/b']).stack);

test('requires vpcLink or vpc', () => {
  const message = expectProblem((stack) => new HttpServiceDiscoveryIntegration('Books', serviceIn(stack)), 'VpcLinkMissing');

  expect(message).toContain('the VPC of Stack/Service is unknown');
  templateOf().resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
});

test('writes the timeout to the template', () => {
  templateOf({ timeout: Duration.millis(1500) }).hasResourceProperties(INTEGRATION, { TimeoutInMillis: 1500 });
});

describe('instanceAttributes', () => {
  const ARN = { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] };

  test.each<[string, { [name: string]: string } | undefined, string | undefined]>([
    ['none', undefined, undefined],
    ['an empty object', {}, undefined],
    ['one', { color: 'blue' }, '?color=blue'],
    ['several, encoded', { 'a b': 'x&y=z', ünit: '?' }, '?a%20b=x%26y%3Dz&%C3%BCnit=%3F'],
    ['an empty value', { color: '' }, '?color='],
  ])('filters by instance attributes: %s', (_what, instanceAttributes, query) => {
    templateOf({ instanceAttributes }).hasResourceProperties(INTEGRATION, {
      IntegrationUri: query === undefined ? ARN : { 'Fn::Join': ['', [ARN, query]] },
    });
  });

  test('keeps a token unchanged', () => {
    templateOf({ instanceAttributes: { color: Fn.importValue('Color') } }).hasResourceProperties(INTEGRATION, {
      IntegrationUri: { 'Fn::Join': ['', [ARN, '?color=', { 'Fn::ImportValue': 'Color' }]] },
    });
  });

  test('rejects an attribute without a name', () => {
    const message = expectProblem(withProps({ instanceAttributes: { '': 'blue' } }), 'InstanceAttributeNameEmpty');

    expect(message).toContain('the value "blue" has no name');
  });
});

describe('allowFromLinkTo', () => {
  test('warns about a construct without a security group', () => {
    const allowFromLinkTo = new Connections({ defaultPort: Port.tcp(80) });
    const { app, stack } = bindToRoutes(withProps({ allowFromLinkTo }), ['/a', '/b']);

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [] });
    expect(warningsIn(app)).toEqual([{ path: 'Stack/a', message: expect.stringContaining('[LinkNotLetIn]') }]);
  });

  const connectableIn = (stack: Stack, defaultPort?: Port) => ({
    connections: new Connections({ securityGroups: [new SecurityGroup(stack, 'Instances', { vpc: vpcIn(stack) })], defaultPort }),
  });

  test.each<[string, Port | undefined, Port | undefined, number]>([
    ['the port that is given', undefined, Port.tcp(8080), 8080],
    ['the default port', Port.tcp(80), undefined, 80],
    ['the port that is given rather than the default one', Port.tcp(80), Port.tcp(8080), 8080],
  ])('allows the link’s security group on %s', (_which, defaultPort, allowFromLinkPort, expected) => {
    const { stack } = bindToRoutes(
      (scope) => withProps({ allowFromLinkTo: connectableIn(scope, defaultPort), allowFromLinkPort })(scope),
      ['/a', '/b'],
    );
    const template = Template.fromStack(stack);

    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Instances'), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiVpcLink1LinkSecurityGroup'), 'GroupId'] },
      FromPort: expected,
    });
  });

  test('creates no security group without the option', () => {
    templateOf().hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [] });
  });

  test('requires a port', () => {
    expectProblem((stack) => withProps({ allowFromLinkTo: connectableIn(stack) })(stack), 'LinkPortMissing');
  });

  test('is required with a port', () => {
    expect(expectProblem(withProps({ allowFromLinkPort: Port.tcp(8080) }), 'LinkPeerMissing')).toContain('8080');
  });
});

describe('record types', () => {
  const namespaceIn = (stack: Stack) => new PrivateDnsNamespace(stack, 'Namespace', { name: 'books.internal', vpc: vpcIn(stack) });
  const warningsFor = (service: (stack: Stack) => Service) =>
    warningsOf((stack) => new HttpServiceDiscoveryIntegration('Books', service(stack), { vpc: vpcIn(stack) }), ['/a', '/b']);

  test.each([DnsRecordType.A, DnsRecordType.AAAA, DnsRecordType.A_AAAA])('warns once about %s records', (dnsRecordType) => {
    const [warning, ...others] = warningsFor((stack) => namespaceIn(stack).createService('Service', { dnsRecordType }));

    expect(others).toEqual([]);
    expect(warning.message).toContain(
      `[CloudMapRecordUnsupported] the Cloud Map service Stack/Namespace/Service has ${dnsRecordType} records, for which ECS registers no port`,
    );
    expect(warning.message).toContain('DnsRecordType.SRV');
  });

  test('warns about CNAME records with a reason', () => {
    const warnings = warningsFor((stack) => namespaceIn(stack).createService('Service', { dnsRecordType: DnsRecordType.CNAME }));

    expect(warnings[0].message).toContain('API Gateway needs the IP address and the port of each');
  });

  test.each<[string, (stack: Stack) => Service]>([
    ['SRV records', serviceIn],
    ['an HTTP namespace', (stack) => new HttpNamespace(stack, 'Namespace', { name: 'books' }).createService('Service')],
    [
      'A records and instances that the app registers with their port',
      (stack) => {
        const service = namespaceIn(stack).createService('Service');
        service.registerIpInstance('Instance', { ipv4: '10.0.0.1', port: 8080 });
        return service;
      },
    ],
  ])('accepts %s', (_what, service) => {
    expect(warningsFor(service)).toEqual([]);
  });

  test('accepts a service of unknown record type', () => {
    const { app, stack } = bindToRoutes(
      (scope) => new HttpServiceDiscoveryIntegration('Books', new CfnService(scope, 'Service', { name: 'books' }), { vpc: vpcIn(scope) }),
      ['/a'],
    );

    expect(warningsIn(app)).toEqual([]);
    Template.fromStack(stack).hasResourceProperties(INTEGRATION, { IntegrationUri: { 'Fn::GetAtt': ['Service', 'Arn'] } });
  });
});
