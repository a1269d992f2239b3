import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from 'test-support/family';
import { jwtAuthorizer, requestAuthorizer } from 'test-support/rules/resources';
import { describe, expect, test } from 'vitest';
import { attributesOf, REFERENCE_VALUES_FILE, referenceValues } from '../../../../projenrc/tools/reference-values';
import { REF_RETURNS } from '../../src/engine/rules/reference-values';
import { REFERENCE_PARAMETERS, REFERENCE_PLACES } from '../../src/engine/rules/references';
import { expectCodes, findingsOf, httpApi, httpProxy, ofApi, service, v2, webSocketApi } from './template-support';

const ref = (name: string) => ({ Ref: name });
const get = (name: string, attribute: string) => ({ 'Fn::GetAtt': [name, attribute] });
const of = (type: string) => ({ Type: `AWS::${type}`, Properties: {} });
const OTHERS = {
  Function: of('Lambda::Function'),
  Alias: of('Lambda::Alias'),
  FunctionUrl: of('Lambda::Url'),
  Role: of('IAM::Role'),
  Queue: of('SQS::Queue'),
  Bus: of('Events::EventBus'),
  Stream: of('Kinesis::Stream'),
  Machine: of('StepFunctions::StateMachine'),
  Balancer: of('ElasticLoadBalancingV2::LoadBalancer'),
  Listener: of('ElasticLoadBalancingV2::Listener'),
  CloudMap: of('ServiceDiscovery::Service'),
  Logs: of('Logs::LogGroup'),
  Delivery: of('KinesisFirehose::DeliveryStream'),
  Pool: of('Cognito::UserPool'),
  Client: of('Cognito::UserPoolClient'),
  Group: of('EC2::SecurityGroup'),
  Network: of('EC2::Subnet'),
  Link: v2('VpcLink', { Name: 'link', SubnetIds: ['subnet-1'] }),
  Custom: { Type: 'Custom::Thing', Properties: {} },
};

/** The problems of kinds of values in resources beside the others. */
function kindsOf(api: object, resources: object) {
  return findingsOf({ Api: api, ...OTHERS, ...resources }).filter(({ code }) => code === 'ReferenceKindInvalid');
}

const invocations = (value: object) => ({
  'Fn::Join': ['', ['arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/', value, '/invocations']],
});

describe('a reference', () => {
  test.each<[string, object, unknown, string | undefined]>([
    ['a function', { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }, get('Function', 'Arn'), undefined],
    ['a function', { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }, ref('Alias'), undefined],
    ['a function', { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }, { 'Fn::Sub': '${Function.Arn}' }, undefined],
    ['a function', { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }, get('Custom', 'Arn'), undefined],
    ['a function', { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }, invocations(get('Function', 'Arn')), undefined],
    ['a function', { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }, invocations({ 'Fn::ImportValue': 'X' }), undefined],
    ['a function', { IntegrationType: 'AWS_PROXY' }, ref('Function'), 'write {"Fn::GetAtt": ["Function", "Arn"]}'],
    ['a function', { IntegrationType: 'AWS_PROXY' }, { 'Fn::Sub': '${Function}' }, 'write {"Fn::GetAtt": ["Function", "Arn"]}'],
    ['a function', { IntegrationType: 'AWS_PROXY' }, invocations(ref('Function')), 'write {"Fn::GetAtt": ["Function", "Arn"]}'],
    ['a function', { IntegrationType: 'AWS_PROXY' }, get('Alias', 'Arn'), 'write {"Ref": "Alias"}'],
    [
      'a function',
      { IntegrationType: 'AWS_PROXY' },
      get('Queue', 'Arn'),
      'refer to an AWS::Lambda::Function, or an AWS::Lambda::Alias, or an AWS::Lambda::Version',
    ],
    ['a listener', { ConnectionType: 'VPC_LINK' }, ref('Listener'), undefined],
    ['a listener', { ConnectionType: 'VPC_LINK' }, get('CloudMap', 'Arn'), undefined],
    [
      'a listener',
      { ConnectionType: 'VPC_LINK' },
      ref('Balancer'),
      'refer to an AWS::ElasticLoadBalancingV2::Listener, or an AWS::ServiceDiscovery::Service',
    ],
    ['a listener', { ConnectionType: 'VPC_LINK' }, ref('CloudMap'), 'write {"Fn::GetAtt": ["CloudMap", "Arn"]}'],
    ['a URL', {}, get('FunctionUrl', 'FunctionUrl'), undefined],
    ['a URL', {}, get('Balancer', 'DNSName'), 'refer to an AWS::Lambda::Url, or an AWS::ApiGatewayV2::Api'],
    ['a URL', { ConnectionType: 'INTERNET' }, ref('FunctionUrl'), 'write {"Fn::GetAtt": ["FunctionUrl", "FunctionUrl"]}'],
    ['an unknown connection', { ConnectionType: { Ref: 'Type' } }, ref('Balancer'), undefined],
    ['an unknown type', { IntegrationType: { Ref: 'Type' } }, ref('Balancer'), undefined],
  ])('to %s as the URI of %j: %j', (_what, properties, IntegrationUri, remedy) => {
    const link = { ConnectionId: ref('Link') };
    const found = kindsOf(httpApi, { Integration: httpProxy({ ...link, ...properties, IntegrationUri }) });
    expect(found.map((finding) => finding.remedy)).toEqual(remedy === undefined ? [] : [remedy]);
  });

  test.each<[string, object, string[]]>([
    ['SQS-SendMessage', { QueueUrl: ref('Queue') }, []],
    ['SQS-SendMessage', { QueueUrl: get('Queue', 'QueueUrl') }, []],
    ['SQS-SendMessage', { QueueUrl: get('Queue', 'QueueName') }, ['Properties/RequestParameters/QueueUrl']],
    ['SQS-SendMessage', { QueueUrl: { 'Fn::ImportValue': 'Queue' } }, []],
    ['SQS-SendMessage', { QueueUrl: { 'Fn::Sub': 'https://sqs.eu-west-1.amazonaws.com/1/${Queue.QueueName}' } }, []],
    ['EventBridge-PutEvents', { EventBusName: ref('Bus') }, []],
    ['EventBridge-PutEvents', { EventBusName: get('Bus', 'Arn') }, []],
    ['EventBridge-PutEvents', { EventBusName: get('Bus', 'Policy') }, ['Properties/RequestParameters/EventBusName']],
    ['Kinesis-PutRecord', { StreamName: ref('Stream') }, []],
    ['Kinesis-PutRecord', { StreamName: get('Stream', 'Arn') }, ['Properties/RequestParameters/StreamName']],
    ['StepFunctions-StartExecution', { StateMachineArn: ref('Machine') }, []],
    ['StepFunctions-StartExecution', { StateMachineArn: get('Machine', 'Name') }, ['Properties/RequestParameters/StateMachineArn']],
  ])('as a parameter of %s: %j', (subtype, parameters, properties) => {
    const found = kindsOf(httpApi, { Integration: service(subtype, parameters, { CredentialsArn: get('Role', 'Arn') }) });
    expect(found.map(({ property }) => property)).toEqual(properties);
  });

  test('has a message with its syntax, and a remedy that names each type once', () => {
    const integration = (EventBusName: unknown) =>
      service('EventBridge-PutEvents', { EventBusName }, { CredentialsArn: get('Role', 'Arn') });
    const reported = (value: unknown) => kindsOf(httpApi, { Integration: integration(value) });
    expect(reported(get('Queue', 'Arn'))).toEqual([
      expect.objectContaining({
        message:
          '{"Fn::GetAtt": ["Queue", "Arn"]} returns the Arn of an AWS::SQS::Queue, where the name or the ARN of an event bus is required',
        remedy: 'refer to an AWS::Events::EventBus',
      }),
    ]);
    expect(reported(ref('Queue'))).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/^\{"Ref": "Queue"\} returns the QueueUrl of an AWS::SQS::Queue, /) }),
    ]);
  });

  test('to a resource of a type or in a parameter that JavaScript objects have anyway is none', () => {
    const parameters = { QueueUrl: ref('Odd'), constructor: get('Queue', 'Arn') };
    const integration = service('SQS-SendMessage', parameters, { CredentialsArn: get('Role', 'Arn') });
    expect(kindsOf(httpApi, { Odd: { Type: 'toString' }, Integration: integration })).toEqual([]);
  });

  test('at the beginning of a longer text is not compared', () => {
    const integration = service('SQS-SendMessage', { QueueUrl: { 'Fn::Sub': '${Queue.Arn}/x' } }, { CredentialsArn: get('Role', 'Arn') });
    expect(kindsOf(httpApi, { Integration: integration })).toEqual([]);
  });

  test('with the name of a parameter is none in a mapping', () => {
    expect(kindsOf(httpApi, { Integration: httpProxy({ RequestParameters: { QueueUrl: get('Queue', 'Arn') } }) })).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['a role', { Integration: service('SQS-SendMessage', {}, { CredentialsArn: ref('Role') }) }, ['CredentialsArn']],
    ['a VPC link', { Integration: httpProxy({ ConnectionId: get('Balancer', 'DNSName') }) }, ['ConnectionId']],
    ['an API', { Integration: httpProxy({ ApiId: ref('Function') }), Route: ofApi('Route', { RouteKey: 'GET /a' }) }, ['ApiId']],
    ['an API by its attribute', { Route: ofApi('Route', { ApiId: get('Api', 'ApiId'), RouteKey: 'GET /a' }) }, []],
    ['an endpoint', { Route: ofApi('Route', { ApiId: get('Api', 'ApiEndpoint'), RouteKey: 'GET /a' }) }, ['ApiId']],
    [
      'a route',
      { Route: ofApi('Route', { RouteKey: 'GET /a', AuthorizationType: 'CUSTOM', AuthorizerId: ref('Function') }) },
      ['AuthorizerId'],
    ],
    ['an authorizer', { Authorizer: requestAuthorizer({ AuthorizerUri: get('Function', 'Arn') }) }, []],
    ['an authorizer', { Authorizer: requestAuthorizer({ AuthorizerUri: invocations(ref('Function')) }) }, ['AuthorizerUri']],
    [
      'a user pool',
      { Authorizer: jwtAuthorizer({ JwtConfiguration: { Issuer: ref('Pool'), Audience: ['a', ref('Client'), ref('Pool')] } }) },
      ['JwtConfiguration/Issuer', 'JwtConfiguration/Audience/2'],
    ],
    [
      'a user pool',
      { Authorizer: jwtAuthorizer({ JwtConfiguration: { Issuer: get('Pool', 'ProviderURL'), Audience: [ref('Client')] } }) },
      [],
    ],
    [
      'a log',
      { Stage: ofApi('Stage', { AccessLogSettings: { Format: '$context.requestId', DestinationArn: ref('Logs') } }) },
      ['AccessLogSettings/DestinationArn'],
    ],
    [
      'a log',
      { Stage: ofApi('Stage', { AccessLogSettings: { Format: '$context.requestId', DestinationArn: get('Delivery', 'Arn') } }) },
      [],
    ],
    ['a stage', { Live: ofApi('Stage', { StageName: 'live' }), Mapping: ofApi('ApiMapping', { Stage: ref('Live') }) }, []],
    ['a stage', { Mapping: ofApi('ApiMapping', { Stage: ref('Api') }) }, ['Stage']],
    [
      'a network',
      {
        Other: v2('VpcLink', {
          Name: 'a',
          SubnetIds: [ref('Network'), ref('Group')],
          SecurityGroupIds: [ref('Group'), get('Group', 'GroupId')],
        }),
      },
      ['SubnetIds/1'],
    ],
  ])('to %s', (_what, resources, properties) => {
    expect(kindsOf(httpApi, resources).map(({ property }) => property)).toEqual(properties.map((name) => `Properties/${name}`));
  });

  test('of a WebSocket API', () => {
    const integration = ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: invocations(ref('Function')) });
    const [finding] = kindsOf(webSocketApi, {
      Integration: integration,
      Response: ofApi('IntegrationResponse', { IntegrationId: ref('Integration'), IntegrationResponseKey: '$default' }),
    });
    expect(finding.message).toBe(
      '{"Ref": "Function"} returns the FunctionName of an AWS::Lambda::Function, where the ARN of a function, a version or an alias is required',
    );
    expectCodes({ Api: webSocketApi, Mock: ofApi('Integration', { IntegrationType: 'MOCK' }) }, []);
  });
});

describe('the table of what references return', () => {
  test('is what the specification says (npm run reference-values writes it)', () => {
    expect(readFileSync(join(REPOSITORY, REFERENCE_VALUES_FILE), 'utf8')).toBe(referenceValues());
  });

  test('has every value that a property accepts', () => {
    const kinds = [
      ...Object.values(REFERENCE_PLACES).flatMap((places) => places.map(([, kind]) => kind)),
      ...Object.values(REFERENCE_PARAMETERS),
    ];
    for (const value of kinds.flatMap(({ returnedBy }) => returnedBy)) {
      const [, type, name] = /^(.*)\.(.*)$/.exec(value) ?? [];
      expect([REF_RETURNS[type], ...attributesOf(type)], value).toContain(name);
    }
  });
});
