import { HttpNlbIntegration } from '@apigwv2-integrations/load-balancer';
import { App, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { NetworkListener, NetworkListenerAction, NetworkLoadBalancer, NetworkTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { bindToRoutes, expectProblem, warningsIn } from 'test-support/problems';
import { describe, expect, test } from 'vitest';
import { nlbListenerIn, vpcIn } from './variants';

const INGRESS = 'AWS::EC2::SecurityGroupIngress';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/books/1';

const imported = (stack: Stack) =>
  NetworkListener.fromNetworkListenerArn(stack, 'Imported', 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/net/lb/0/1');

function bind(make: (stack: Stack) => HttpNlbIntegration) {
  const { app, stack } = bindToRoutes(make, ['/a', '/b']);
  const template = Template.fromStack(stack);
  return { warnings: warningsIn(app), template };
}

test('adds no rule and no warning without allowFromLink', () => {
  const { warnings, template } = bind((stack) => new HttpNlbIntegration('Books', nlbListenerIn(stack)));

  expect(warnings).toEqual([]);
  template.resourceCountIs(INGRESS, 0);
  template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [] });
});

test('requires vpcLink or vpc for an imported listener', () => {
  const message = expectProblem((stack) => new HttpNlbIntegration('Books', imported(stack)), 'VpcLinkMissing');

  expect(message).toContain('the VPC of Stack/Imported is unknown');
});

describe('allowFromLink', () => {
  test('allows the link in the load balancer’s security groups on the listener’s port', () => {
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

  test('allows the link in a security group that is added later', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = vpcIn(stack);
    const loadBalancer = new NetworkLoadBalancer(stack, 'Nlb', { vpc, securityGroups: [new SecurityGroup(stack, 'One', { vpc })] });
    const listener = loadBalancer.addListener('Listener', { port: 80 });
    listener.addTargets('Targets', { port: 80 });
    new HttpApi(stack, 'Api', { defaultIntegration: new HttpNlbIntegration('Books', listener, { allowFromLink: true }) });
    loadBalancer.addSecurityGroup(new SecurityGroup(stack, 'Two', { vpc }));

    Template.fromStack(stack).resourceCountIs(INGRESS, 2);
  });

  describe('a load balancer without security groups', () => {
    /** What a warning names as the targets, where they are added to the listener after it is bound. */
    const targetsNamed = (lead: (listener: NetworkListener, stack: Stack) => void, make = makeListener) => {
      const listeners: NetworkListener[] = [];
      const { app, stack } = bindToRoutes(
        (scope) => {
          listeners.push(make(scope));
          return new HttpNlbIntegration('Books', listeners[0], { allowFromLink: true });
        },
        ['/a', '/b'],
      );
      lead(listeners[0], stack);
      const template = Template.fromStack(stack);
      const [warning, ...others] = warningsIn(app);

      expect(others).toEqual([]);
      expect(warning.path).toBe('Stack/a');
      expect(warning.message).toContain('[NlbWithoutSecurityGroups] the load balancer Stack/Nlb has no security groups');
      template.resourceCountIs(INGRESS, 0);
      template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [] });
      return /at the targets of (.*); rules/.exec(warning.message)?.[1];
    };
    const makeListener = (stack: Stack) =>
      new NetworkLoadBalancer(stack, 'Nlb', { vpc: vpcIn(stack) }).addListener('Listener', { port: 80 });
    const groupIn = (stack: Stack, id: string) => new NetworkTargetGroup(stack, id, { vpc: vpcIn(stack), port: 80 });

    test.each<[string, (listener: NetworkListener, stack: Stack) => void, string]>([
      ['addTargets', (listener) => listener.addTargets('Books', { port: 80 }), 'Stack/Nlb/Listener/BooksGroup'],
      [
        'addTargetGroups',
        (listener, stack) => listener.addTargetGroups('Forward', groupIn(stack, 'One'), groupIn(stack, 'Two')),
        'Stack/One, Stack/Two',
      ],
      [
        'addAction, weighted',
        (listener, stack) =>
          listener.addAction('Forward', {
            action: NetworkListenerAction.weightedForward([
              { targetGroup: groupIn(stack, 'One'), weight: 1 },
              { targetGroup: groupIn(stack, 'Two'), weight: 3 },
            ]),
          }),
        'Stack/One, Stack/Two',
      ],
      [
        'a target group of another stack',
        (listener, { node }) => listener.addTargetGroups('Forward', groupIn(new Stack(node.scope, 'Targets'), 'Three')),
        'Targets/Three',
      ],
      [
        'an imported target group',
        (listener, stack) =>
          listener.addTargetGroups('Forward', NetworkTargetGroup.fromTargetGroupAttributes(stack, 'Imported', { targetGroupArn: ARN })),
        ARN,
      ],
      [
        'an imported target group of unknown ARN',
        (listener, stack) =>
          listener.addTargetGroups(
            'Forward',
            NetworkTargetGroup.fromTargetGroupAttributes(stack, 'Imported', { targetGroupArn: Fn.importValue('Group') }),
          ),
        'the listener Stack/Nlb/Listener',
      ],
    ])('warns once with the target groups of %s after binding', (_how, lead, expected) => {
      expect(targetsNamed(lead)).toBe(expected);
    });

    test('warns once with the target group of the default action', () => {
      expect(
        targetsNamed(
          () => {},
          (stack) => nlbListenerIn(stack),
        ),
      ).toBe('Stack/Nlb/Targets');
    });
  });

  test('allows the link in a first security group that is added later', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = vpcIn(stack);
    const loadBalancer = new NetworkLoadBalancer(stack, 'Nlb', { vpc });
    const listener = loadBalancer.addListener('Listener', { port: 80 });
    listener.addTargets('Targets', { port: 80 });
    new HttpApi(stack, 'Api', { defaultIntegration: new HttpNlbIntegration('Books', listener, { allowFromLink: true }) });
    loadBalancer.addSecurityGroup(new SecurityGroup(stack, 'Late', { vpc }));
    const template = Template.fromStack(stack);

    expect(warningsIn(stack.node.root as App)).toEqual([]);
    template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [Match.anyValue()] });
    template.hasResourceProperties(INGRESS, { GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Late'), 'GroupId'] }, FromPort: 80 });
  });

  test('warns about the unknown load balancer of an imported listener', () => {
    const { warnings, template } = bind(
      (stack) => new HttpNlbIntegration('Books', imported(stack), { allowFromLink: true, vpc: vpcIn(stack) }),
    );

    expect(warnings).toEqual([{ path: 'Stack/a', message: expect.stringContaining('[NlbUnknown]') }]);
    template.resourceCountIs(INGRESS, 0);
    template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [] });
  });
});
