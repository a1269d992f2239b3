import type { Integration } from '../api';
import { checkServiceResource, type MappingEntry, type ServiceResourceFacts, type ServiceSubtype } from '../engine';
import { at, type Finding } from '../finding';
import type { TemplateIndex } from '../index-template';
import { asText, member } from '../json';
import { referenceOf } from '../references';
import type { Resource } from '../resource';

/** Whether the parameters suit the resource that they name, as far as the template makes it. */
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

/** The resource whose `Ref`, or whose ARN, a parameter is. */
function referenced(value: unknown, resources: TemplateIndex['resources']): Resource | undefined {
  const attribute = member(value, 'Fn::GetAtt');
  const [name, what] = Array.isArray(attribute) ? attribute : (asText(attribute)?.split('.') ?? []);
  if (what === 'Arn') {
    return resources.get(name);
  }
  const reference = referenceOf(value);
  return reference.kind === 'ref' ? resources.get(reference.name) : undefined;
}

/** Of a boolean that is false where it is left out. */
function flag(resource: Resource, property: string): boolean | undefined {
  const text = resource.text(property);
  return resource.lacks(property) ? false : text === undefined ? undefined : text === 'true';
}

function express(machine: Resource): boolean | undefined {
  const type = machine.text('StateMachineType');
  return machine.lacks('StateMachineType') ? false : type === undefined ? undefined : type === 'EXPRESS';
}
