import {
  ParameterMapping,
  ResponseMappingValue,
  ResponseParameterMapping,
  WebSocketContextVariable,
  WebSocketMappingValue,
  WebSocketParameterMapping,
} from '@apigwv2-integrations/core';
import { Duration, type Stack } from 'aws-cdk-lib';
import { ContentHandling, HttpMethod, PassthroughBehavior, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { expect } from 'vitest';
import { type IntegrationVariant, mappingFor } from '../variant';
import { arrives, type OptionProof, type OptionProofs } from './proof';

/** A VPC other than that of the backends. */
const otherVpc = (stack: Stack): IVpc =>
  Vpc.fromVpcAttributes(stack, 'OtherVpc', { vpcId: 'vpc-other', availabilityZones: ['a'], privateSubnetIds: ['subnet-other'] });

/** With a key but without permission to use it, the role has only the permission for the action. */
const keyProof = (options: OptionProof['options'], action: string): OptionProof => ({
  options,
  type: 'AWS::IAM::Policy',
  properties: { PolicyDocument: expect.objectContaining({ Statement: [expect.objectContaining({ Action: action })] }) },
});

const keyProofs: Record<string, OptionProof | undefined> = {
  HttpSqsIntegration: keyProof(
    (stack) => ({ grantKeyUse: false, queue: new Queue(stack, 'Secret', { encryption: QueueEncryption.KMS }) }),
    'sqs:SendMessage',
  ),
  HttpKinesisIntegration: keyProof(
    (stack) => ({ grantKeyUse: false, stream: new Stream(stack, 'Secret', { encryption: StreamEncryption.KMS }) }),
    'kinesis:PutRecord',
  ),
};

/** A scope under the API: the logical ID does not contain the route. */
const stableIdProof: OptionProof = {
  options: () => ({ stableId: true }),
  type: 'AWS::ApiGatewayV2::Route',
  properties: {
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: expect.stringMatching(/^Api(?!ANYbooks|send)\w*Integration/) }]] },
  },
};

/** The proofs for the options that core declares. */
export const coreProofs: OptionProofs = {
  HttpIntegrationOptions: {
    stableId: stableIdProof,
    ...arrives('description', 'What it is for', { Description: 'What it is for' }),
    ...arrives('timeout', Duration.seconds(30), { TimeoutInMillis: 30_000 }),
    // The mapping of a service integration has the parameters of the service.
    parameterMapping: (variant) => {
      const parameterMapping = mappingFor(variant as IntegrationVariant, {
        'append:header.header2': '$request.header.header1',
        'remove:header.header1': '',
      });
      return { options: () => ({ parameterMapping }), properties: { RequestParameters: parameterMapping.mappings } };
    },
    ...arrives('responseParameterMapping', new ResponseParameterMapping().appendHeader(200, 'x-a', ResponseMappingValue.header('b')), {
      ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'append:header.x-a', Source: '$response.header.b' }] } },
    }),
  },
  HttpServiceIntegrationOptions: {
    keepDefaults: (variant) => {
      const [first = ''] = Object.keys((variant as IntegrationVariant).parameters?.({}) ?? {});
      return {
        options: () => ({ keepDefaults: true, parameterMapping: new ParameterMapping().custom('Region', 'eu-west-9') }),
        // Then the other parameters are missing.
        without: {},
        properties: { RequestParameters: expect.objectContaining({ Region: 'eu-west-9', [first]: expect.anything() }) },
      };
    },
    credentialsRole: {
      options: (stack) => ({ credentialsRole: Role.fromRoleArn(stack, 'Own', 'arn:aws:iam::111111111111:role/own') }),
      properties: { CredentialsArn: 'arn:aws:iam::111111111111:role/own' },
    },
    ...arrives('sharedRole', true, { CredentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^(Events)?Api\w*ServiceRole/), 'Arn'] } }),
    sourceAccountCondition: {
      options: () => ({ sourceAccountCondition: true }),
      type: 'AWS::IAM::Role',
      properties: {
        AssumeRolePolicyDocument: expect.objectContaining({
          Statement: [expect.objectContaining({ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } })],
        }),
      },
    },
    ...arrives('region', 'eu-west-9', { RequestParameters: expect.objectContaining({ Region: 'eu-west-9' }) }),
  },
  HttpEncryptedServiceIntegrationOptions: {
    grantKeyUse: (variant) => keyProofs[variant.className],
  },
  HttpPrivateIntegrationOptions: {
    vpcLink: {
      options: (stack) => ({ vpcLink: new VpcLink(stack, 'OtherLink', { vpc: otherVpc(stack) }) }),
      properties: { ConnectionId: { Ref: expect.stringMatching(/^OtherLink/) } },
    },
    vpc: {
      options: (stack) => ({ vpc: otherVpc(stack), vpcLink: undefined }),
      // Cloud Map integrations require it.
      without: {},
      type: 'AWS::ApiGatewayV2::VpcLink',
      properties: { SubnetIds: ['subnet-other'] },
    },
    ...arrives('method', HttpMethod.PATCH, { IntegrationMethod: 'PATCH' }),
    ...arrives('secureServerName', 'internal.example', { TlsConfig: { ServerNameToVerify: 'internal.example' } }),
    ...arrives('hostHeader', 'internal.example:8080', { RequestParameters: { 'overwrite:header.Host': 'internal.example:8080' } }),
    ...arrives('stripStage', true, { RequestParameters: { 'overwrite:path': '$request.path' } }),
  },
  WebSocketIntegrationOptions: {
    stableId: stableIdProof,
    ...arrives('description', 'What it is for', { Description: 'What it is for' }),
    ...arrives('timeout', Duration.seconds(28), { TimeoutInMillis: 28_000 }),
    ...arrives('contentHandling', ContentHandling.CONVERT_TO_TEXT, { ContentHandlingStrategy: 'CONVERT_TO_TEXT' }),
    ...arrives(
      'parameterMapping',
      new WebSocketParameterMapping().header('id', WebSocketMappingValue.context(WebSocketContextVariable.CONNECTION_ID)),
      { RequestParameters: expect.objectContaining({ 'integration.request.header.id': 'context.connectionId' }) },
    ),
  },
  WebSocketNonProxyIntegrationOptions: {
    ...arrives('requestTemplates', { mine: '{"a": 1}' }, { RequestTemplates: { mine: '{"a": 1}' } }),
    ...arrives('templateSelectionExpression', '${request.body.kind}', { TemplateSelectionExpression: '${request.body.kind}' }),
    ...arrives('passthroughBehavior', PassthroughBehavior.WHEN_NO_TEMPLATES, { PassthroughBehavior: 'WHEN_NO_TEMPLATES' }),
    integrationResponses: {
      options: () => ({
        integrationResponses: [
          {
            key: '/4\\d\\d/',
            responseTemplates: { mine: '{}' },
            templateSelectionExpression: 'mine',
            contentHandling: ContentHandling.CONVERT_TO_BINARY,
            responseParameters: { 'route.response.header.a': "'b'" },
          },
        ],
      }),
      type: 'AWS::ApiGatewayV2::IntegrationResponse',
      properties: {
        IntegrationResponseKey: '/4\\d\\d/',
        ResponseTemplates: { mine: '{}' },
        TemplateSelectionExpression: 'mine',
        ContentHandlingStrategy: 'CONVERT_TO_BINARY',
        ResponseParameters: { 'route.response.header.a': "'b'" },
      },
    },
  },
};
