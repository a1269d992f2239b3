import { httpApi, ofApi, type Resources, type RuleExamples, route, sendMessage } from './resources';

const functionArn = { 'Fn::GetAtt': ['Function', 'Arn'] };
const apiSource = (tail: string) => ({ 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${tail}` });
const permission = (tail: string): Resources => ({
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: functionArn,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: apiSource(tail),
    },
  },
});
const invoking = (RouteKey: string, others: Resources = {}) =>
  httpApi({
    Function: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x' } },
    Integration: ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn, PayloadFormatVersion: '2.0' }),
    Route: route(RouteKey),
    ...others,
  });

const trust = (Service: string) => ({ Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] });
const queue = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const withRole = (service: string, action: string): Resources => ({
  ...sendMessage({ QueueUrl: { Ref: 'Queue' }, MessageBody: '$request.body' }, { CredentialsArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust(service),
      Policies: [{ PolicyName: 'send', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: action, Resource: queue }] } }],
    },
  },
});

/** Who may call whom. */
export const RIGHTS_EXAMPLES = {
  InvokePermissionMissing: { bad: invoking('GET /books'), good: invoking('GET /books', permission('*/GET/books')) },
  InvokePermissionMismatch: { bad: invoking('$default', permission('*/*/*')), good: invoking('$default', permission('*/*')) },
  InvokePermissionPartial: {
    bad: invoking('ANY /books', permission('*/GET/books')),
    good: invoking('ANY /books', permission('*/*/books')),
  },
  RoleNotAssumable: {
    bad: withRole('lambda.amazonaws.com', 'sqs:SendMessage'),
    good: withRole('apigateway.amazonaws.com', 'sqs:SendMessage'),
  },
  RoleActionMissing: {
    bad: withRole('apigateway.amazonaws.com', 'sqs:ReceiveMessage'),
    good: withRole('apigateway.amazonaws.com', 'sqs:Send*'),
  },
} as const satisfies RuleExamples;
