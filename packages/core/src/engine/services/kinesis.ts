import { optional, REGION, required } from './service-parameter';
import type { ServiceSubtype } from './service-subtype';

/** @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html */
export const KINESIS: readonly ServiceSubtype[] = [
  {
    subtype: 'Kinesis-PutRecord',
    service: 'kinesis',
    action: 'PutRecord',
    parameters: [
      required('StreamName', 'text', 'the stream', { maxLength: 128 }),
      required('Data', 'data', 'the record', { evidence: 'unverified' }),
      required('PartitionKey', 'text', 'key that selects the shard', { maxLength: 256 }),
      optional('ExplicitHashKey', 'text', 'a hash value, as a number, that replaces the hash of the partition key', { maxLength: 39 }),
      optional('SequenceNumberForOrdering', 'text', 'the sequence number of the previous record'),
      REGION,
    ],
    resourceParameters: ['StreamName'],
    permission: { action: 'kinesis:PutRecord', resources: ['arn:PARTITION:kinesis:REGION:ACCOUNT:stream/STREAM'], evidence: 'unverified' },
    keyActions: ['kms:GenerateDataKey'],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `ShardId` and `SequenceNumber`', evidence: 'reported' },
    notes: [
      {
        text: 'AWS does not document how the text of `Data` is converted to bytes: in one test against AWS, a plain-text body was stored unchanged; another test sends base64, but does not read the record back',
        evidence: 'reported',
      },
    ],
  },
];
