import {
  ResponseMappingValue,
  ResponseParameterMapping,
  WebSocketContextVariable,
  WebSocketMappingValue,
  WebSocketParameterMapping,
} from '@apigwv2-integrations/core';
import { Duration, type Stack } from 'aws-cdk-lib';
import { ContentHandling, HttpMethod, PassthroughBehavior, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { expect } from 'vitest';
import { type IntegrationVariant, mappingFor } from '../variant';
import { arrives, type OptionProofs } from './proof';

/** A VPC other than that of the backends. */
const otherVpc = (stack: Stack): IVpc =>
  Vpc.fromVpcAttributes(stack, 'OtherVpc', { vpcId: 'vpc-other', availabilityZones: ['a'], privateSubnetIds: ['subnet-other'] });

/** Of the options that core declares. */
export const coreProofs: OptionProofs = {
  HttpIntegrationOptions: {
    ...arrives('description', 'What it is for', { Description: 'What it is for' }),
    ...arrives('timeout', Duration.seconds(30), { TimeoutInMillis: 30_000 }),
    // A service's mapping has the service's own parameters.
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
  HttpPrivateIntegrationOptions: {
    vpcLink: {
      options: (stack) => ({ vpcLink: new VpcLink(stack, 'OtherLink', { vpc: otherVpc(stack) }) }),
      properties: { ConnectionId: { Ref: expect.stringMatching(/^OtherLink/) } },
    },
    vpc: {
      options: (stack) => ({ vpc: otherVpc(stack), vpcLink: undefined }),
      // Cloud Map cannot do without.
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
