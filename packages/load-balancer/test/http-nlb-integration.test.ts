import { HttpNlbIntegration } from '@apigwv2-integrations/load-balancer';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { NetworkListener, NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { bindToRoutes, expectProblem, warningsIn } from 'test-support/problems';
import { describe, expect, test } from 'vitest';
import { nlbListenerIn, vpcIn } from './variants';

const INGRESS = 'AWS::EC2::SecurityGroupIngress';

const imported = (stack: Stack) =>
  NetworkListener.fromNetworkListenerArn(stack, 'Imported', 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/net/lb/0/1');

function bind(make: (stack: Stack) => HttpNlbIntegration) {
  const { app, stack } = bindToRoutes(make, ['/a', '/b']);
  return { warnings: warningsIn(app), template: Template.fromStack(stack) };
}

test('without allowFromLink nothing is said or let in', () => {
  const { warnings, template } = bind((stack) => new HttpNlbIntegration('Books', nlbListenerIn(stack)));

  expect(warnings).toEqual([]);
  template.resourceCountIs(INGRESS, 0);
  template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [] });
});

test('an imported listener needs vpcLink or vpc', () => {
  expectProblem((stack) => new HttpNlbIntegration('Books', imported(stack)), 'VpcLinkMissing');
});

describe('allowFromLink', () => {
  test('the load balancer’s groups let the link’s group in on the listener’s port', () => {
    const { warnings, template } = bind((stack) => {
      const vpc = vpcIn(stack);
      const loadBalancer = new NetworkLoadBalancer(stack, 'Nlb', { vpc, securityGroups: [new SecurityGroup(stack, 'Group', { vpc })] });
      const listener = loadBalancer.addListener('Listener', { port: 8080 });
      listener.addTargets('Targets', { port: 80 });
      return new HttpNlbIntegration('Books', listener, { allowFromLink: true });
    });

    expect(warnings).toEqual([]);
    template.resourceCountIs(INGRESS, 1);
    template.hasResourceProperties(INGRESS, {
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Group'), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiVpcLink1LinkSecurityGroup'), 'GroupId'] },
      FromPort: 8080,
    });
  });

  test('a group that the load balancer gets later lets it in as well', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = vpcIn(stack);
    const loadBalancer = new NetworkLoadBalancer(stack, 'Nlb', { vpc, securityGroups: [new SecurityGroup(stack, 'One', { vpc })] });
    const listener = loadBalancer.addListener('Listener', { port: 80 });
    listener.addTargets('Targets', { port: 80 });
    new HttpApi(stack, 'Api', { defaultIntegration: new HttpNlbIntegration('Books', listener, { allowFromLink: true }) });
    loadBalancer.addSecurityGroup(new SecurityGroup(stack, 'Two', { vpc }));

    Template.fromStack(stack).resourceCountIs(INGRESS, 2);
  });

  test('a load balancer without groups is a warning, once, that names the target groups', () => {
    const { warnings, template } = bind((stack) => {
      const vpc = vpcIn(stack);
      const listener = new NetworkLoadBalancer(stack, 'Nlb', { vpc }).addListener('Listener', { port: 80 });
      for (const id of ['Books', 'Docs']) {
        listener.addTargets(id, { port: 80 });
      }
      return new HttpNlbIntegration('Books', listener, { allowFromLink: true });
    });

    expect(warnings.map(({ path }) => path)).toEqual(['Stack/a']);
    expect(warnings[0].message).toContain('[NlbWithoutSecurityGroups] the load balancer Stack/Nlb has no security groups');
    expect(warnings[0].message).toContain('at the targets of Stack/Nlb/Listener/BooksGroup, Stack/Nlb/Listener/DocsGroup');
    template.resourceCountIs(INGRESS, 0);
  });

  test('without target groups under the listener the warning names the listener', () => {
    const { warnings } = bind((stack) => new HttpNlbIntegration('Books', nlbListenerIn(stack), { allowFromLink: true }));

    expect(warnings[0].message).toContain('at the targets of the listener Stack/Nlb/Listener');
  });

  test('of an imported listener the load balancer is not known, which is a warning', () => {
    const { warnings, template } = bind(
      (stack) => new HttpNlbIntegration('Books', imported(stack), { allowFromLink: true, vpc: vpcIn(stack) }),
    );

    expect(warnings).toEqual([{ path: 'Stack/a', message: expect.stringContaining('[NlbUnknown]') }]);
    template.resourceCountIs(INGRESS, 0);
  });
});
