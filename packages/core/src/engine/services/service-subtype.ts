import type { Evidence } from '../problem';

/** A fact about a service, with its evidence. */
export interface ServiceFact {
  readonly text: string;
  readonly evidence: Evidence;
}

/** The services whose actions HTTP APIs can call, named after their packages. */
export type ServiceName = 'eventbridge' | 'sqs' | 'app-config' | 'kinesis' | 'step-functions';

/** An action of an AWS service that an HTTP API can call directly. */
export interface ServiceSubtype {
  /** The value of `IntegrationSubtype`: the service, a hyphen and the action. */
  readonly subtype: string;
  readonly service: ServiceName;
  /** The service's API action, such as `SendMessage`. */
  readonly action: string;
  readonly parameters: readonly ServiceParameter[];
  /** The names of the parameters that identify the resource. */
  readonly resourceParameters: readonly string[];
  /** The permissions that the integration's role needs. */
  readonly permission: ServicePermission;
  /** The permissions that the role needs on the key of an encrypted resource; empty for a service that uses its own permissions. */
  readonly keyActions: readonly string[];
  /** The only payload format version of service integrations. */
  readonly payloadVersion: '1.0';
  /** The response that the client receives. */
  readonly answer: ServiceFact;
  /** Further facts. */
  readonly notes: readonly ServiceFact[];
}

/** The allowed actions, and their resources. */
export interface ServicePermission {
  readonly action: string;
  /** The resources, as ARNs. Words in capitals are placeholders. */
  readonly resources: readonly string[];
  readonly evidence: Evidence;
}

/** The evidence of every `keyActions`. */
export const KEY_ACTIONS_EVIDENCE: Evidence = 'unverified';

/** Returns the parameter with a name. */
export function parameterOf({ parameters }: ServiceSubtype, name: string): ServiceParameter | undefined {
  return parameters.find((parameter) => parameter.name === name);
}

/** Returns the names of the required parameters. */
export function requiredParameters({ parameters }: ServiceSubtype): string[] {
  return parameters.filter(({ required }) => required).map(({ name }) => name);
}

/**
 * The type of a parameter's value. A mapping always returns a string, which the gateway converts.
 *
 * `list` and `json` are a JSON array and a JSON object as strings, `time` is a timestamp, `data` are bytes.
 */
export type ParameterType = 'text' | 'integer' | 'json' | 'list' | 'time' | 'data' | 'arn' | 'url' | 'region';

/** A parameter of a service's action. */
export interface ServiceParameter {
  /** The name, in AWS's spelling. */
  readonly name: string;
  readonly required: boolean;
  readonly type: ParameterType;
  /** A short description. */
  readonly purpose: string;
  /** The evidence for type, range and length; the existence of the parameter is documented. */
  readonly evidence: Evidence;
  /** The minimum and the maximum of an integer. */
  readonly range?: readonly [number, number];
  /** The maximum number of characters of a string. */
  readonly maxLength?: number;
  /** Whether AWS rejected a JSON object without variables as the value. */
  readonly refusesLiteralObject?: boolean;
}

type Details = Partial<Omit<ServiceParameter, 'name' | 'required' | 'type' | 'purpose'>>;

/** Creates a required parameter. */
export function required(name: string, type: ParameterType, purpose: string, details: Details = {}): ServiceParameter {
  return { name, required: true, type, purpose, evidence: 'documented', ...details };
}

/** Creates an optional parameter. */
export function optional(name: string, type: ParameterType, purpose: string, details: Details = {}): ServiceParameter {
  return { name, required: false, type, purpose, evidence: 'documented', ...details };
}

/** Every action accepts it; AWS documents only the name. */
export const REGION: ServiceParameter = optional('Region', 'region', 'region in which the service is called', {
  evidence: 'unverified',
});
