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
      required('PartitionKey', 'text', 'what decides on the shard', { maxLength: 256 }),
      optional('ExplicitHashKey', 'text', 'the hash to take in place of that of the partition key, a number', { maxLength: 39 }),
      optional('SequenceNumberForOrdering', 'text', 'the sequence number of the record before'),
      REGION,
    ],
    resourceParameters: ['StreamName'],
    permission: { action: 'kinesis:PutRecord', resources: ['arn:PARTITION:kinesis:REGION:ACCOUNT:stream/STREAM'], evidence: 'unverified' },
    keyActions: ['kms:GenerateDataKey'],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `ShardId` and `SequenceNumber`', evidence: 'reported' },
    notes: [
      {
        text: 'How the text of `Data` becomes bytes is not documented: by the steps of one test against AWS a plain body is in the stream as it came; another sends base64, and does not read the record',
        evidence: 'reported',
      },
    ],
  },
];
