import type { Evidence } from '../problem';

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

/**
 * What a parameter's value stands for: the mapping gives a text in any case, which the gateway turns into it.
 *
 * `list` and `json` are a JSON array and a JSON object as texts, `time` is a moment, `data` are bytes.
 */
export type ParameterType = 'text' | 'integer' | 'json' | 'list' | 'time' | 'data' | 'arn' | 'url' | 'region';

/** A parameter of a service's action. */
export interface ServiceParameter {
  /** In AWS's own capitals. */
  readonly name: string;
  readonly required: boolean;
  readonly type: ParameterType;
  /** What the parameter is for, in a few words. */
  readonly purpose: string;
  /** How far type, range and length are to be trusted; that the parameter exists is documented. */
  readonly evidence: Evidence;
  /** The least and the most that an integer may be. */
  readonly range?: readonly [number, number];
  /** How many characters a text may have. */
  readonly maxLength?: number;
  /** Whether a JSON object without variables was refused as its value. */
  readonly refusesLiteralObject?: boolean;
}

type Details = Partial<Omit<ServiceParameter, 'name' | 'required' | 'type' | 'purpose'>>;

/** A parameter without which the integration cannot be created. */
export function required(name: string, type: ParameterType, purpose: string, details: Details = {}): ServiceParameter {
  return { name, required: true, type, purpose, evidence: 'documented', ...details };
}

/** A parameter that can be left out. */
export function optional(name: string, type: ParameterType, purpose: string, details: Details = {}): ServiceParameter {
  return { name, required: false, type, purpose, evidence: 'documented', ...details };
}

/** Every action takes it; the documents give no more than the name. */
export const REGION: ServiceParameter = optional('Region', 'region', 'region in which the service is called', {
  evidence: 'unverified',
});
