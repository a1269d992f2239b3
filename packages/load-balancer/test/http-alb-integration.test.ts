import { HttpAlbIntegration, type HttpAlbIntegrationProps } from '@apigwv2-integrations/load-balancer';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  type IApplicationListener,
  ListenerAction,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { bindToRoutes, expectProblem, warningsIn } from 'test-support/problems';
import { describe, expect, test } from 'vitest';
import { albListenerIn, linkIn, vpcIn } from './variants';

const INGRESS = 'AWS::EC2::SecurityGroupIngress';

const toImported = (stack: Stack, defaultPort?: number) =>
  ApplicationListener.fromApplicationListenerAttributes(stack, 'Imported', {
    listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/lb/0/1',
    securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
    defaultPort,
  });

function closedListenerIn(stack: Stack): IApplicationListener {
  return new ApplicationLoadBalancer(stack, 'Alb', { vpc: vpcIn(stack) }).addListener('Listener', {
    port: 8080,
    open: false,
    defaultAction: ListenerAction.fixedResponse(200),
  });
}

function bind(listener: (stack: Stack) => IApplicationListener, props: HttpAlbIntegrationProps, paths = ['/books']) {
  const { app, stack } = bindToRoutes((scope) => new HttpAlbIntegration('Books', listener(scope), props), paths);
  const template = Template.fromStack(stack);
  return { app, template };
}

test('creates no security group and no rule without allowFromLink', () => {
  const { template } = bind(closedListenerIn, {});

  template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [] });
  template.resourceCountIs(INGRESS, 0);
});

describe('allowFromLink', () => {
  const linkGroup = { 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiVpcLink1LinkSecurityGroup'), 'GroupId'] };

  test('allows only the link’s security group on the port of a closed listener', () => {
    const { app, template } = bind(closedListenerIn, { allowFromLink: true }, ['/a', '/b']);

    template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [linkGroup] });
    template.resourceCountIs(INGRESS, 1);
    template.hasResourceProperties(INGRESS, {
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AlbSecurityGroup'), 'GroupId'] },
      SourceSecurityGroupId: linkGroup,
      IpProtocol: 'tcp',
      FromPort: 8080,
      ToPort: 8080,
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('ELB'),
      SecurityGroupIngress: Match.absent(),
    });
    expect(warningsIn(app)).toEqual([]);
  });

  test('keeps an open listener open', () => {
    const { template } = bind((stack) => albListenerIn(stack), { allowFromLink: true });

    template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [Match.objectLike({ CidrIp: '0.0.0.0/0' })] });
    template.hasResourceProperties(INGRESS, { SourceSecurityGroupId: linkGroup, FromPort: 80 });
  });

  test('shares one link and one security group between two listeners', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = new HttpApi(stack, 'Api');
    for (const id of ['One', 'Two']) {
      api.addRoutes({ path: `/${id}`, integration: new HttpAlbIntegration(id, albListenerIn(stack, id), { allowFromLink: true }) });
    }
    const template = Template.fromStack(stack);

    template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
    template.resourceCountIs(INGRESS, 2);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 3);
  });

  test('creates the rule in the stack of the link, without a dependency cycle', () => {
    const app = new App();
    const backends = new Stack(app, 'Backends');
    const stack = new Stack(app, 'Stack');
    new HttpApi(stack, 'Api', {
      defaultIntegration: new HttpAlbIntegration('Books', closedListenerIn(backends), { allowFromLink: true }),
    });

    Template.fromStack(stack).hasResourceProperties(INGRESS, { SourceSecurityGroupId: linkGroup, FromPort: 8080 });
    expect(() => app.synth()).not.toThrow();
  });

  test('allows the link in the security group of an imported listener', () => {
    const { template } = bind((stack) => toImported(stack, 8443), { allowFromLink: true, vpc: vpcIn(new Stack()) });

    template.hasResourceProperties(INGRESS, { GroupId: 'sg-1', SourceSecurityGroupId: linkGroup, FromPort: 8443 });
  });

  test('an imported group that ignores rules is a warning, once, that says what to do', () => {
    const immutable = (stack: Stack) =>
      ApplicationListener.fromApplicationListenerAttributes(stack, 'Imported', {
        listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/lb/0/1',
        securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1', { mutable: false }),
        defaultPort: 80,
      });
    const { app, template } = bind(immutable, { allowFromLink: true, vpc: vpcIn(new Stack()) }, ['/a', '/b']);

    template.resourceCountIs(INGRESS, 0);
    expect(warningsIn(app)).toEqual([{ path: 'Stack/a', message: expect.stringContaining('[LinkNotLetIn]') }]);
    expect(warningsIn(app)[0].message).toContain('the imported security group Stack/Group ignores rules (mutable: false)');
  });

  test('does not warn about a mutable security group of another stack', () => {
    const app = new App();
    const listener = toImported(new Stack(app, 'Backends'), 8443);
    const stack = new Stack(app, 'Stack');
    const books = new HttpAlbIntegration('Books', listener, { allowFromLink: true, vpc: vpcIn(stack) });
    new HttpApi(stack, 'Api', { defaultIntegration: books });

    Template.fromStack(stack).resourceCountIs(INGRESS, 1);
    expect(warningsIn(app)).toEqual([]);
  });

  test('requires the port of an imported listener', () => {
    const message = expectProblem(
      (stack) => new HttpAlbIntegration('Books', toImported(stack), { allowFromLink: true, vpc: vpcIn(stack) }),
      'ListenerPortUnknown',
    );

    expect(message).toContain('import the listener with its defaultPort');
  });

  test('adds the security group to a link of the app', () => {
    const { stack } = bindToRoutes(
      (scope) => new HttpAlbIntegration('Books', closedListenerIn(scope), { allowFromLink: true, vpcLink: linkIn(scope) }),
      ['/books'],
    );

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::VpcLink', {
      SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^LinkLinkSecurityGroup'), 'GroupId'] }],
    });
  });

  test('rejects an imported link', () => {
    expectProblem(
      (stack) =>
        new HttpAlbIntegration('Books', closedListenerIn(stack), {
          allowFromLink: true,
          vpcLink: VpcLink.fromVpcLinkAttributes(stack, 'Link', { vpcLinkId: 'link', vpc: vpcIn(stack) }),
        }),
      'VpcLinkImported',
    );
  });
});

describe('an imported listener', () => {
  test('requires vpcLink or vpc', () => {
    expectProblem((stack) => new HttpAlbIntegration('Books', toImported(stack)), 'VpcLinkMissing');
  });

  test('creates a link in the given VPC', () => {
    const { stack } = bindToRoutes((scope) => new HttpAlbIntegration('Books', toImported(scope), { vpc: vpcIn(scope) }), ['/books']);

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SubnetIds: ['subnet-4', 'subnet-5', 'subnet-6'] });
  });

  test('requires it for an imported load balancer with an unknown VPC', () => {
    expectProblem((stack) => {
      const loadBalancer = ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Alb', {
        loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/lb/0',
        securityGroupId: 'sg-1',
      });
      const listener = loadBalancer.addListener('Listener', { port: 80, defaultAction: ListenerAction.fixedResponse(200) });
      return new HttpAlbIntegration('Books', listener);
    }, 'VpcLinkMissing');
  });
});
