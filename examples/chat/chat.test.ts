import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { warningsIn } from 'test-support/problems';
import { expect, test } from 'vitest';
import { ChatStack } from './chat-stack';
import { chat } from './handler/chat.mjs';

const app = new App();
const template = Template.fromStack(new ChatStack(app, 'Chat'));
const propertiesOf = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);

test('connects to the table, sends to the function, and helps by itself', () => {
  const routes = propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey, RouteResponseSelectionExpression }) => [
    RouteKey,
    RouteResponseSelectionExpression,
  ]);
  const types = propertiesOf('AWS::ApiGatewayV2::Integration').map(({ IntegrationType }) => IntegrationType);

  expect(routes.sort()).toEqual([
    ['$connect', undefined],
    ['$default', '$default'],
    ['$disconnect', undefined],
    ['send', '$default'],
  ]);
  expect(types.sort()).toEqual(['AWS', 'AWS_PROXY', 'MOCK']);
  template.resourceCountIs('AWS::ApiGatewayV2::IntegrationResponse', 2);
  template.resourceCountIs('AWS::Lambda::Permission', 2);
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: 'AWS',
    RequestTemplates: { $default: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('"connectedAt": {"N": ')])] } },
  });
});

test('has no warnings', () => {
  expect(warningsIn(app)).toEqual([]);
});

test('passes a message on to the others, and forgets who is gone', async () => {
  const there = new Set(['ada', 'bob', 'eve', 'gone']);
  const posted: string[] = [];
  const handler = chat({ all: async () => [...there], forget: async (member) => there.delete(member) }, async (endpoint, member, text) => {
    posted.push(`${endpoint} ${member} ${text}`);
    return member !== 'gone';
  });
  const call = async (routeKey: string, body?: string) => {
    const requestContext = { routeKey, connectionId: 'ada', domainName: 'abc.example.com', stage: 'live' };
    const response = await handler({ requestContext, body });
    return [response.statusCode, response.body && JSON.parse(response.body)];
  };

  expect(await call('send', '{"action":"send","text":"hello"}')).toEqual([200, { delivered: 2 }]);
  expect(posted).toContain('https://abc.example.com/live bob {"from":"ada","text":"hello"}');
  expect(posted).toHaveLength(3);
  expect([...there]).toEqual(['ada', 'bob', 'eve']);
  expect(await call('send', 'no JSON')).toEqual([400, expect.anything()]);
  expect(await call('send', 'null')).toEqual([400, expect.anything()]);
  expect(await call('$disconnect')).toEqual([200, undefined]);
  expect([...there]).toEqual(['bob', 'eve']);
  expect(await call('nowhere')).toEqual([404, expect.anything()]);
});
