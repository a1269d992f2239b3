import type { MappingEntry } from '../expression/mapping-entry';
import { defineRules, type Problem, problem } from '../problem';
import type { ServiceSubtype } from '../services/service-subtype';
import type { Integration } from '../template/api';
import { at, type Finding } from '../template/finding';
import { asText, member } from '../template/json';
import { referenceOf } from '../template/references';
import type { Resource } from '../template/resource';
import type { TemplateIndex } from '../template/template-index';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Requirements of a queue or a state machine for the parameters. */
export const SERVICE_RESOURCE_RULES = defineRules({
  FifoGroupMissing: {
    severity: 'error',
    summary: 'A message to a FIFO queue has no message group.',
    source: AWS.sqsSendMessage,
    evidence: 'documented',
  },
  FifoDeduplicationMissing: {
    severity: 'error',
    summary: 'A message to a FIFO queue without content-based deduplication has no deduplication ID.',
    source: AWS.sqsSendMessage,
    evidence: 'documented',
  },
  FifoDelayRefused: {
    severity: 'error',
    summary: 'A message to a FIFO queue has a delay, which FIFO queues do not support for single messages.',
    source: AWS.sqsSendMessage,
    evidence: 'documented',
  },
  DeduplicationWithoutFifo: {
    severity: 'warning',
    summary: 'A message to a standard queue has a deduplication ID.',
    source: AWS.sqsSendMessage,
    evidence: 'derived',
  },
  SyncExecutionOfStandard: {
    severity: 'error',
    summary: 'A state machine that is not EXPRESS is started synchronously.',
    source: AWS.startSyncExecution,
    evidence: 'documented',
  },
});

/** Facts about the resource that an integration calls. An omitted fact is unknown, and is not checked. */
export interface ServiceResourceFacts {
  /** Whether a queue is a FIFO queue. */
  readonly fifo?: boolean;
  /** Whether a FIFO queue uses content-based deduplication. */
  readonly contentBasedDeduplication?: boolean;
  /** Whether the type of a state machine is EXPRESS. */
  readonly express?: boolean;
}

/** Checks the parameters for the resource that the integration calls. */
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
              SERVICE_RESOURCE_RULES.SyncExecutionOfStandard,
              undefined,
              'StartSyncExecution supports only EXPRESS state machines, but this one is STANDARD',
              'use an EXPRESS state machine, or start it with StepFunctions-StartExecution, which does not wait for the result',
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
            SERVICE_RESOURCE_RULES.FifoGroupMissing,
            undefined,
            'a FIFO queue rejects messages without MessageGroupId',
            'map MessageGroupId, for example to a customer ID; messages of the same group stay in order',
          ),
        ]),
    ...(given('MessageDeduplicationId') || contentBasedDeduplication !== false
      ? []
      : [
          problem(
            SERVICE_RESOURCE_RULES.FifoDeduplicationMissing,
            undefined,
            'a FIFO queue without content-based deduplication rejects messages without MessageDeduplicationId',
            'map MessageDeduplicationId, such as to $context.requestId, or enable content-based deduplication',
          ),
        ]),
    ...(given('DelaySeconds')
      ? [
          problem(
            SERVICE_RESOURCE_RULES.FifoDelayRefused,
            undefined,
            'a FIFO queue rejects DelaySeconds for single messages',
            'remove it, and set the delay of the queue instead',
          ),
        ]
      : []),
  ];
}

function checkStandardQueue(given: (name: string) => boolean): Problem[] {
  return given('MessageDeduplicationId')
    ? [
        problem(
          SERVICE_RESOURCE_RULES.DeduplicationWithoutFifo,
          undefined,
          'MessageDeduplicationId is supported only by FIFO queues, but this is a standard queue',
          'remove it, or use a FIFO queue',
        ),
      ]
    : [];
}

/** Checks that the parameters are valid for the queue or state machine, if the template defines it. */
export function checkNamedResource(
  { resource }: Integration,
  service: ServiceSubtype,
  entries: readonly MappingEntry[],
  { resources }: TemplateIndex,
): Finding[] {
  return service.resourceParameters.flatMap((name) => {
    const value = member(resource.object('RequestParameters'), name);
    const facts = factsOf(referenced(value, resources), value);
    return at(resource, 'RequestParameters', checkServiceResource(service, entries, facts));
  });
}

function factsOf(named: Resource | undefined, value: unknown): ServiceResourceFacts {
  switch (named?.type) {
    case 'AWS::SQS::Queue':
      return { fifo: flag(named, 'FifoQueue'), contentBasedDeduplication: flag(named, 'ContentBasedDeduplication') };
    case 'AWS::StepFunctions::StateMachine':
      return { express: express(named) };
    default:
      return { fifo: asText(value)?.endsWith('.fifo') ? true : undefined };
  }
}

/** The resource to whose `Ref` or ARN a parameter refers. */
function referenced(value: unknown, resources: TemplateIndex['resources']): Resource | undefined {
  const attribute = member(value, 'Fn::GetAtt');
  const [name, what] = Array.isArray(attribute) ? attribute : (asText(attribute)?.split('.') ?? []);
  if (what === 'Arn') {
    return resources.get(name);
  }
  const reference = referenceOf(value);
  return reference.kind === 'ref' ? resources.get(reference.name) : undefined;
}

/** The value of a boolean property whose default is false. */
function flag(resource: Resource, property: string): boolean | undefined {
  const text = resource.text(property);
  return resource.lacks(property) ? false : text === undefined ? undefined : text === 'true';
}

function express(machine: Resource): boolean | undefined {
  const type = machine.text('StateMachineType');
  return machine.lacks('StateMachineType') ? false : type === undefined ? undefined : type === 'EXPRESS';
}
