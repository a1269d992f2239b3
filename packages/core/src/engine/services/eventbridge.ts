import { optional, REGION, required } from './service-parameter';
import type { ServiceSubtype } from './service-subtype';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
export const EVENTBRIDGE: readonly ServiceSubtype[] = [
  {
    subtype: 'EventBridge-PutEvents',
    service: 'eventbridge',
    action: 'PutEvents',
    parameters: [
      required('Detail', 'text', 'the event itself, a JSON object as text'),
      required('DetailType', 'text', 'the kind of event, which rules match'),
      required('Source', 'text', 'who sends the event, which rules match'),
      optional('EventBusName', 'text', 'name or ARN of the bus; the default bus without it'),
      optional('Time', 'time', 'when the event happened', { evidence: 'unverified' }),
      optional('Resources', 'list', 'ARNs of what the event is about', { evidence: 'unverified' }),
      optional('TraceHeader', 'text', 'an X-Ray trace header', { maxLength: 500 }),
      REGION,
    ],
    resourceParameters: ['EventBusName'],
    permission: { action: 'events:PutEvents', resources: ['arn:PARTITION:events:REGION:ACCOUNT:event-bus/BUS'], evidence: 'derived' },
    keyActions: [],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `FailedEntryCount` and `Entries`, each with an `EventId` or an `ErrorCode`', evidence: 'unverified' },
    notes: [{ text: 'The status is 200 even where an event was not taken: `FailedEntryCount` tells', evidence: 'unverified' }],
  },
];
