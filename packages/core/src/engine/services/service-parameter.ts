import type { Evidence } from './evidence';

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
