import { fn, httpApi, on, onApi, sam } from './build';

/** Functions with aliases, roles, other events and connectors. */
export const functionTemplates: Readonly<Record<string, object>> = {
  'alias that takes the place of the function': sam({
    Books: fn(
      { Get: on('get', '/books'), All: { Type: 'HttpApi' } },
      { AutoPublishAlias: 'live', MemorySize: 256, Environment: { Variables: { A: '1' } } },
    ),
  }),
  'alias with a deployment': sam({
    Books: fn({ Get: on('get', '/books') }, { AutoPublishAlias: 'live-1', DeploymentPreference: { Type: 'AllAtOnce' } }),
    Out: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'Books.Alias' } } },
  }),
  'role of its own': sam({ Books: fn({ Get: on('get', '/books') }, { Role: 'arn:aws:iam::1:role/r' }) }),
  'policies of many kinds': sam({
    Books: fn(
      { Get: on('get', '/books') },
      {
        Policies: [
          'AWSLambdaRole',
          { Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] },
          { SQSPollerPolicy: { QueueName: 'q' } },
        ],
      },
    ),
  }),
  'URL beside an API': sam({ Books: fn({ Get: on('get', '/books') }, { FunctionUrlConfig: { AuthType: 'AWS_IAM' } }) }),
  'timeouts and payload versions of events': sam({
    Books: fn({ Get: on('get', '/books', { TimeoutInMillis: 3000, PayloadFormatVersion: '1.0' }), Post: on('post', '/books') }),
  }),
  'other events': sam({
    Books: fn({
      Get: on('get', '/books'),
      Queue: { Type: 'SQS', Properties: { Queue: 'arn:aws:sqs:us-east-1:1:q' } },
      Timer: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } },
    }),
  }),
  'state machine, table and layer': sam({
    Api: httpApi(),
    Books: fn({ Get: onApi('get', '/books') }),
    Flow: {
      Type: 'AWS::Serverless::StateMachine',
      Properties: { Definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } }, Role: 'arn:aws:iam::1:role/r' },
    },
    Table: { Type: 'AWS::Serverless::SimpleTable' },
  }),
  'globals that a function ignores': sam(
    { A: fn({ Get: on('get', '/a') }), B: { ...fn({ Get: on('get', '/b') }), IgnoreGlobals: ['AutoPublishAlias'] } },
    { Globals: { Function: { AutoPublishAlias: 'live' } } },
  ),
  'connector from an API to a function': sam({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a', ProtocolType: 'HTTP' } },
    Books: fn(),
    Link: {
      Type: 'AWS::Serverless::Connector',
      Properties: { Source: { Id: 'Api' }, Destination: { Id: 'Books' }, Permissions: ['Write'] },
    },
  }),
};
