import type { Problem } from '../problem';
import type { ServiceSubtype } from '../services/service-subtype';
import type { MappingEntry } from './mapping';
import { problem } from './problem';

/** What is known of the resource that an integration calls: what is left out is unknown, and not judged. */
export interface ServiceResourceFacts {
  /** Whether a queue is a FIFO queue. */
  readonly fifo?: boolean;
  /** Whether a FIFO queue knows by a message's body that it has it already. */
  readonly contentBasedDeduplication?: boolean;
  /** Whether a state machine is an EXPRESS one. */
  readonly express?: boolean;
}

/** What is wrong with the parameters for this very resource. */
export function checkServiceResource(
  { subtype }: ServiceSubtype,
  entries: readonly MappingEntry[],
  facts: ServiceResourceFacts,
): Problem[] {
  const given = (name: string): boolean => entries.some(({ key }) => key === name);
  switch (subtype) {
    case 'SQS-SendMessage':
      return facts.fifo === undefined ? [] : facts.fifo ? checkFifo(facts, given) : checkStandardQueue(given);
    case 'StepFunctions-StartSyncExecution':
      return facts.express === false
        ? [
            problem(
              'SyncExecutionOfStandard',
              undefined,
              'StartSyncExecution is for EXPRESS state machines, and this one is a STANDARD one',
              'make it EXPRESS, or start it with StepFunctions-StartExecution, which does not wait for the result',
            ),
          ]
        : [];
    default:
      return [];
  }
}

function checkFifo({ contentBasedDeduplication }: ServiceResourceFacts, given: (name: string) => boolean): Problem[] {
  return [
    ...(given('MessageGroupId')
      ? []
      : [
          problem(
            'FifoGroupMissing',
            undefined,
            'a FIFO queue refuses messages without MessageGroupId',
            'map MessageGroupId: messages of one group stay in order, such as those of one customer',
          ),
        ]),
    ...(given('MessageDeduplicationId') || contentBasedDeduplication !== false
      ? []
      : [
          problem(
            'FifoDeduplicationMissing',
            undefined,
            'a FIFO queue without content-based deduplication refuses messages without MessageDeduplicationId',
            'map MessageDeduplicationId, such as to $context.requestId, or turn content-based deduplication on',
          ),
        ]),
    ...(given('DelaySeconds')
      ? [
          problem(
            'FifoDelayRefused',
            undefined,
            'a FIFO queue refuses DelaySeconds of single messages',
            'leave it out, and set the delay of the queue as a whole',
          ),
        ]
      : []),
  ];
}

function checkStandardQueue(given: (name: string) => boolean): Problem[] {
  return given('MessageDeduplicationId')
    ? [
        problem(
          'DeduplicationWithoutFifo',
          undefined,
          'MessageDeduplicationId is for FIFO queues, and this is a standard one',
          'leave it out, or make the queue a FIFO queue',
        ),
      ]
    : [];
}
