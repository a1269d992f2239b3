import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { warningsIn } from 'test-support/problems';
import { expect, test } from 'vitest';
import { ChatStack } from './chat-stack';
import { chat, type Member, type Members } from './handler/chat.mjs';

const app = new App();
const template = Template.fromStack(new ChatStack(app, 'Chat'));
const propertiesOf = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);

test('has a route of each integration type, and a token for $connect', () => {
  const routes = propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey, RouteResponseSelectionExpression, AuthorizationType }) => [
    RouteKey,
    RouteResponseSelectionExpression,
    AuthorizationType,
  ]);
  const types = propertiesOf('AWS::ApiGatewayV2::Integration').map(({ IntegrationType }) => IntegrationType);

  expect(routes.sort()).toEqual([
    ['$connect', undefined, 'CUSTOM'],
    ['$default', '$default', 'NONE'],
    ['$disconnect', undefined, 'NONE'],
    ['join', '$default', 'NONE'],
    ['quote', '$default', 'NONE'],
    ['send', '$default', 'NONE'],
    ['shout', '$default', 'NONE'],
    ['who', '$default', 'NONE'],
  ]);
  expect(types.sort()).toEqual(['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK']);
  template.resourceCountIs('AWS::ApiGatewayV2::IntegrationResponse', 3);
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: 'AWS',
    RequestTemplates: { $default: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('"connectedAt": {"N": ')])] } },
  });
});

test('has no warnings', () => {
  expect(warningsIn(app)).toEqual([]);
});

test('passes messages on to the others of a room, and forgets who is gone', async () => {
  const there = new Map<string, Member>(
    ['ada', 'bob', 'eve', 'gone'].map((name) => [name, { connectionId: name, name, room: name === 'eve' ? 'other' : 'books' }]),
  );
  const posted: string[] = [];
  const members: Members = {
    all: async () => [...there.values()],
    store: async (member) => there.set(member.connectionId, member),
    forget: async (member) => there.delete(member),
  };
  const handler = chat(members, async (endpoint, member, text) => {
    posted.push(`${endpoint} ${member} ${text}`);
    return member !== 'gone';
  });
  const call = async (routeKey: string, body?: object | string, connectionId = 'ada') => {
    const requestContext = {
      routeKey,
      connectionId,
      domainName: 'abc.example.com',
      stage: 'live',
      authorizer: { principalId: connectionId },
    };
    const response = await handler({ requestContext, body: typeof body === 'object' ? JSON.stringify(body) : body });
    return [response.statusCode, response.body && JSON.parse(response.body)];
  };

  expect(await call('send', { text: 'hello' })).toEqual([200, { delivered: 1 }]);
  expect(posted.sort()).toEqual([
    'https://abc.example.com/live bob {"from":"ada","text":"hello"}',
    'https://abc.example.com/live gone {"from":"ada","text":"hello"}',
  ]);
  expect([...there.keys()]).toEqual(['ada', 'bob', 'eve']);
  expect(await call('join', { room: 'books' }, 'eve')).toEqual([200, { room: 'books', present: ['ada', 'bob', 'eve'] }]);
  expect(await call('who')).toEqual([200, { room: 'books', present: ['ada', 'bob', 'eve'] }]);
  expect(await call('who', undefined, 'new')).toEqual([200, { room: null, present: [] }]);
  expect(await call('send', { text: 'hello' }, 'new')).toEqual([400, { error: 'join a room first' }]);
  for (const body of ['no JSON', 'null', '{}']) {
    expect(await call('send', body)).toEqual([400, { error: 'send a JSON object with the string text' }]);
    expect(await call('join', body)).toEqual([400, { error: 'send a JSON object with the string room' }]);
  }
  posted.length = 0;
  expect(await call('$disconnect')).toEqual([200, undefined]);
  expect(posted.sort()).toEqual(['bob', 'eve'].map((name) => `https://abc.example.com/live ${name} {"left":"ada"}`));
  expect(await call('nowhere')).toEqual([404, expect.anything()]);
});
