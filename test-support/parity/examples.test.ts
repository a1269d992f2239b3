import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { expect, test } from 'vitest';
import { ChatStack } from '../../examples/chat/chat-stack';
import { PrivateStack } from '../../examples/private/private-stack';
import { chatTwin, privateTwin } from '../examples/twins';
import { changesBetween } from './changes';
import { expectSameTemplate } from './expect-same-template';
import { buildTwins } from './twins';

test('examples/chat is a drop-in', () => {
  expectSameTemplate(
    (app, integrations) => new ChatStack(app, 'Chat', { integrations: chatTwin(integrations) }),
    'websocket-permission-on-every-route',
  );
});

test('examples/private is a drop-in', () => {
  expectSameTemplate(
    (app, integrations) => new PrivateStack(app, 'Private', { integrations: privateTwin(integrations) }),
    'cloud-map-timeout',
  );
});

test('examples/private as it is differs from its twin by what lets the link in, by the timeout that the CDK loses, and by nothing else', () => {
  const changes = changesBetween(
    buildTwins((app, integrations) => new PrivateStack(app, 'Private', integrations === cdk ? { integrations: privateTwin(cdk) } : {})),
  );
  const whats = changes.map(({ at, resourceType }) => [resourceType, ...at.split('/').slice(3)].join(' '));

  expect(whats.sort()).toEqual([
    'AWS::ApiGatewayV2::Integration Properties TimeoutInMillis',
    'AWS::ApiGatewayV2::VpcLink Properties SecurityGroupIds',
    'AWS::EC2::SecurityGroup',
    'AWS::EC2::SecurityGroupIngress',
    'AWS::EC2::SecurityGroupIngress',
    'AWS::EC2::SecurityGroupIngress',
  ]);
});
