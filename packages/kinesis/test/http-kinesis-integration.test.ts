import { MappingValue } from '@apigwv2-integrations/core';
import { HttpKinesisIntegration, type HttpKinesisIntegrationProps } from '@apigwv2-integrations/kinesis';
import type { Stack } from 'aws-cdk-lib';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { serviceCall, TRUST } from 'test-support/services';
import { expect, test } from 'vitest';
import { streamIn } from './variants';

const make =
  (options: Omit<HttpKinesisIntegrationProps, 'stream'> = {}, encryption = StreamEncryption.UNENCRYPTED) =>
  (stack: Stack) =>
    new HttpKinesisIntegration('Clicks', { stream: streamIn(stack, 'Stream', { encryption }), ...options });

const StreamName = { Ref: expect.stringMatching(/^Stream/) };
const Resource = { 'Fn::GetAtt': [expect.stringMatching(/^Stream/), 'Arn'] };

test('puts the body into the stream by request ID, with a role for only that action', () => {
  const call = serviceCall(make());

  expect(call.subtype).toBe('Kinesis-PutRecord');
  expect(call.parameters).toEqual({ StreamName, Data: '$request.body', PartitionKey: '$context.requestId' });
  expect(call.statements).toEqual([{ Action: 'kinesis:PutRecord', Effect: 'Allow', Resource }]);
  expect(call.trust).toEqual(TRUST);
});

test('maps each parameter from the given source', () => {
  const { parameters } = serviceCall(
    make({
      data: MappingValue.requestBody('data'),
      partitionKey: MappingValue.requestHeader('device'),
      explicitHashKey: MappingValue.text('0'),
      sequenceNumberForOrdering: MappingValue.requestQueryString('after'),
    }),
  );

  expect(parameters).toEqual({
    StreamName,
    Data: '$request.body.data',
    PartitionKey: '$request.header.device',
    ExplicitHashKey: '0',
    SequenceNumberForOrdering: '$request.querystring.after',
  });
});

test.each([
  [StreamEncryption.KMS, 2],
  [StreamEncryption.MANAGED, 1],
  [StreamEncryption.UNENCRYPTED, 1],
])('grants use of a customer managed key: %s', (encryption, count) => {
  const { statements } = serviceCall(make({}, encryption));

  expect(statements.slice(1).map(({ Action }) => Action)).toEqual(count === 2 ? ['kms:GenerateDataKey'] : []);
});

test('calls an imported stream by name, with permission on its ARN', () => {
  const arn = 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks';
  const { parameters, statements } = serviceCall(
    (stack) => new HttpKinesisIntegration('Clicks', { stream: Stream.fromStreamArn(stack, 'Imported', arn) }),
  );

  expect(parameters.StreamName).toBe('clicks');
  expect(statements[0].Resource).toBe(arn);
});
