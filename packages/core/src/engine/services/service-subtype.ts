import type { Evidence } from './evidence';
import type { ServiceParameter } from './service-parameter';

/** Something one has to know, and how far it is to be trusted. */
export interface ServiceFact {
  readonly text: string;
  readonly evidence: Evidence;
}

/** Services whose actions HTTP APIs call, under the names of the packages that do so. */
export type ServiceName = 'eventbridge' | 'sqs' | 'app-config' | 'kinesis' | 'step-functions';

/** An action of an AWS service that an HTTP API calls without code in between. */
export interface ServiceSubtype {
  /** As it stands in `IntegrationSubtype`: the service, a hyphen, the action. */
  readonly subtype: string;
  readonly service: ServiceName;
  /** The service's API action, such as `SendMessage`. */
  readonly action: string;
  readonly parameters: readonly ServiceParameter[];
  /** Names of the parameters that tell which resource is called. */
  readonly resourceParameters: readonly string[];
  /** What the integration's role needs. */
  readonly permission: ServicePermission;
  /** What the role needs on the key of an encrypted resource; none for a service that encrypts with rights of its own. */
  readonly keyActions: readonly string[];
  /** The only payload format version of service integrations. */
  readonly payloadVersion: '1.0';
  /** What the client gets back. */
  readonly answer: ServiceFact;
  /** What one has to know beside the parameters. */
  readonly notes: readonly ServiceFact[];
}

/** What the role may do, and on what. */
export interface ServicePermission {
  readonly action: string;
  /** The kinds of resources, as ARNs: what is in capitals stands for a name. */
  readonly resources: readonly string[];
  readonly evidence: Evidence;
}

/** The evidence of every `keyActions`. */
export const KEY_ACTIONS_EVIDENCE: Evidence = 'unverified';

/** The parameter of that name. */
export function parameterOf({ parameters }: ServiceSubtype, name: string): ServiceParameter | undefined {
  return parameters.find((parameter) => parameter.name === name);
}

/** Names of the parameters without which the integration cannot be created. */
export function requiredParameters({ parameters }: ServiceSubtype): string[] {
  return parameters.filter(({ required }) => required).map(({ name }) => name);
}
