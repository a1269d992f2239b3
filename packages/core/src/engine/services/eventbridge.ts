import { optional, REGION, required } from './service-parameter';
import type { ServiceSubtype } from './service-subtype';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
export const EVENTBRIDGE: readonly ServiceSubtype[] = [
  {
    subtype: 'EventBridge-PutEvents',
    service: 'eventbridge',
    action: 'PutEvents',
    parameters: [
      required('Detail', 'text', 'the event detail, a JSON object as a string'),
      required('DetailType', 'text', 'the type of the event, which rules can match'),
      required('Source', 'text', 'the source of the event, which rules can match'),
      optional('EventBusName', 'text', 'name or ARN of the bus; by default, the default bus'),
      optional('Time', 'time', 'time of the event', { evidence: 'unverified' }),
      optional('Resources', 'list', 'ARNs of the resources that the event concerns', { evidence: 'unverified' }),
      optional('TraceHeader', 'text', 'an X-Ray trace header', { maxLength: 500 }),
      REGION,
    ],
    resourceParameters: ['EventBusName'],
    permission: { action: 'events:PutEvents', resources: ['arn:PARTITION:events:REGION:ACCOUNT:event-bus/BUS'], evidence: 'derived' },
    keyActions: [],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `FailedEntryCount` and `Entries`, each with an `EventId` or an `ErrorCode`', evidence: 'unverified' },
    notes: [{ text: 'The status is 200 even if an event was rejected: check `FailedEntryCount`', evidence: 'unverified' }],
  },
];
