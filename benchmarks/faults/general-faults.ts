import type { RuleExample } from '../../test-support/rules/resources';

type Properties = Readonly<Record<string, unknown>>;

const API = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'shop', ProtocolType: 'HTTP' } };
const stage = (properties: Properties) => ({
  Api: API,
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'live', ...properties } },
});
const route = (properties: Properties) => ({
  Api: API,
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      IntegrationUri: 'https://books.example.com',
      PayloadFormatVersion: '1.0',
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: 'GET /books',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
      ...properties,
    },
  },
});
const queue = (properties: Properties, type = 'AWS::SQS::Queue') => ({ Queue: { Type: type, Properties: properties } });
const fn = (runtime: string) => ({
  Fn: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: runtime,
      Handler: 'index.handler',
      Role: 'arn:aws:iam::123456789012:role/fn',
      Code: { ZipFile: 'exports.handler = async () => ({});' },
    },
  },
});
const role = (properties: Properties) => ({ Role: { Type: 'AWS::IAM::Role', Properties: properties } });
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const policy = (action: string, resource: string) => ({
  Policies: [
    { PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] } },
  ],
});

/** Faults that the rules for API Gateway do not look for, and other tools do. */
export const GENERAL_FAULTS: Readonly<Record<string, RuleExample>> = {
  'a resource type is misspelled': { bad: queue({}, 'AWS::SQS::Queues'), good: queue({}) },
  'a property does not exist': { bad: queue({ Fifo: true }), good: queue({}) },
  'a number is out of range': { bad: queue({ VisibilityTimeout: 99_999 }), good: queue({ VisibilityTimeout: 60 }) },
  'a required property is missing': { bad: role({}), good: role({ AssumeRolePolicyDocument: trust }) },
  'a Ref names a resource that does not exist': {
    bad: queue({ QueueName: { 'Fn::Join': ['-', ['orders', { Ref: 'Nothing' }]] } }),
    good: queue({ QueueName: { 'Fn::Join': ['-', ['orders', { Ref: 'AWS::Region' }]] } }),
  },
  'a function has a runtime that is no longer supported': { bad: fn('nodejs12.x'), good: fn('nodejs22.x') },
  'a stage has no access logs': {
    bad: stage({}),
    good: stage({
      AccessLogSettings: { DestinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:access', Format: '$context.requestId' },
    }),
  },
  'a route has no authorization': { bad: route({}), good: route({ AuthorizationType: 'AWS_IAM' }) },
  'a policy allows every resource': {
    bad: role({ AssumeRolePolicyDocument: trust, ...policy('sqs:SendMessage', '*') }),
    good: role({ AssumeRolePolicyDocument: trust, ...policy('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:123456789012:orders') }),
  },
  'a bucket has no access logs': {
    bad: { Bucket: { Type: 'AWS::S3::Bucket', Properties: {} } },
    good: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { LoggingConfiguration: { DestinationBucketName: 'logs' } } } },
  },
};
