import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { warningsIn } from 'test-support/problems';
import { expect, test } from 'vitest';
import { PrivateStack } from './private-stack';

const app = new App();
const template = Template.fromStack(new PrivateStack(app, 'Private'));
const propertiesOf = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);

test('routes to three private backends through one link', () => {
  const keys = propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey);
  const links = propertiesOf('AWS::ApiGatewayV2::Integration').map(({ ConnectionId }) => ConnectionId.Ref);

  expect(keys.sort()).toEqual(['ANY /shop/{proxy+}', 'GET /orders/{id}', 'GET /stock/{item}', 'PUT /orders/{id}']);
  expect(links).toHaveLength(3);
  expect(Object.keys(template.findResources('AWS::ApiGatewayV2::VpcLink'))).toEqual([...new Set(links)]);
});

test('the link is let in by each backend, on its port, and by nobody else', () => {
  const [{ SecurityGroupIds }] = propertiesOf('AWS::ApiGatewayV2::VpcLink');
  const rules = propertiesOf('AWS::EC2::SecurityGroupIngress');
  const fromLink = rules.filter(({ SourceSecurityGroupId: source }) => JSON.stringify(source) === JSON.stringify(SecurityGroupIds[0]));

  expect(SecurityGroupIds).toHaveLength(1);
  expect(fromLink.map(({ GroupId, FromPort }) => [GroupId['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, ''), FromPort]).sort()).toEqual([
    ['OrdersBalancerGroup', 80],
    ['ServicesStockSecurityGroup', 8080],
    ['ShopBalancerSecurityGroup', 80],
  ]);
  // The other rules are those of the load balancers for their targets.
  expect(rules).toHaveLength(fromLink.length + 2);
  expect(JSON.stringify(propertiesOf('AWS::EC2::SecurityGroup').map(({ SecurityGroupIngress = [] }) => SecurityGroupIngress))).toBe(
    '[[],[],[],[],[],[]]',
  );
});

test('has no warnings', () => {
  expect(warningsIn(app)).toEqual([]);
});
