import {
  evaluateVelocity,
  isVelocityFault,
  parseVelocity,
  type VelocityFault,
  type VelocityInput,
  type VelocityOutput,
} from '../../../src/engine/velocity';

/** What a template makes; the test fails if it does not parse. */
export function evaluated(template: string, input: VelocityInput = {}): VelocityOutput {
  const parsed = parseVelocity(template);
  if (isVelocityFault(parsed)) {
    throw new Error(`${parsed.message} at ${parsed.span.start}: ${template}`);
  }
  return evaluateVelocity(parsed, input);
}

/** What a template prints; the test fails if it does not come to its end. */
export function rendered(template: string, input: VelocityInput = {}): string {
  const { text, failure } = evaluated(template, input);
  if (failure !== undefined) {
    throw new Error(`${failure.message}: ${template}`);
  }
  return text;
}

/** A template as it prints with `$v` for a JSON value. */
export function renderedWith(json: string, template: string): string {
  return rendered(`#set($v = $input.path('$'))${template}`, { body: json });
}

/** Why a template cannot be evaluated to its end. */
export function failureOf(template: string, input: VelocityInput = {}): string {
  return evaluated(template, input).failure?.message ?? 'it came to its end';
}

/** Why a template does not parse. */
export function faultOf(template: string): VelocityFault {
  const parsed = parseVelocity(template);
  if (!isVelocityFault(parsed)) {
    throw new Error(`it parses: ${template}`);
  }
  return parsed;
}
