import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi, type HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HttpNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import { expect, test } from 'vitest';
import { blue, connected, forwarded, imported } from './private-integrations';

function setUp() {
  const stack = new Stack(new App(), 'Stack');
  const vpc = new Vpc(stack, 'Vpc');
  const taskDefinition = new FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('Container', { image: ContainerImage.fromRegistry('books'), portMappings: [{ containerPort: 8080 }] });
  const fleet = new FargateService(stack, 'Fleet', {
    cluster: new Cluster(stack, 'Cluster', { vpc }),
    taskDefinition,
    minHealthyPercent: 50,
  });
  return { stack, vpc, fleet, loadBalancer: new ApplicationLoadBalancer(stack, 'Balancer', { vpc }) };
}

const withIntegration = (stack: Stack, defaultIntegration: HttpRouteIntegration) => {
  new HttpApi(stack, 'Api', { defaultIntegration });
  return Template.fromStack(stack);
};

test('an open: false listener lets the link in alone', () => {
  const { stack, loadBalancer, fleet } = setUp();
  connected(stack, loadBalancer, fleet);
  const rules = Template.fromStack(stack).findResources('AWS::EC2::SecurityGroupIngress', {
    Properties: { FromPort: 80, GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^BalancerSecurityGroup'), 'GroupId'] } },
  });

  expect(Object.values(rules).map(({ Properties }) => Properties.SourceSecurityGroupId['Fn::GetAtt'][0])).toEqual([
    expect.stringContaining('LinkSecurityGroup'),
  ]);
});

test('an imported listener comes with its VPC', () => {
  const { stack, vpc } = setUp();
  const template = withIntegration(stack, imported(stack, vpc, new SecurityGroup(stack, 'Group', { vpc })));

  template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
});

test('host and stage are mapped', () => {
  const { stack, loadBalancer } = setUp();
  const listener = loadBalancer.addListener('Listener', { port: 80 });
  listener.addTargets('Books', { port: 8080 });

  withIntegration(stack, forwarded(listener)).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    RequestParameters: { 'overwrite:header.Host': 'books.internal.example', 'overwrite:path': '$request.path' },
  });
});

test('instances are filtered', () => {
  const { stack, vpc, fleet } = setUp();
  const service = new HttpNamespace(stack, 'Namespace', { name: 'books' }).createService('Service');

  withIntegration(stack, blue(vpc, service, fleet)).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationUri: { 'Fn::Join': ['', [Match.anyValue(), '?color=blue']] },
  });
});
