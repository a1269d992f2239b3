import { asArray, asObject, isObject, type JsonObject, member } from './json';
import type { Template } from './template';

const MAX_CONDITION_DEPTH = 64;
const MAX_VALUE_DEPTH = 100;
const NO_VALUE = Symbol('AWS::NoValue');

/** Evaluates the `Fn::Equals` of one condition. */
export interface Comparison {
  /** Whether two unresolved values are equal; undefined if this is unknown before deployment. */
  equal(left: unknown, right: unknown): boolean | undefined;
  /** Called if the condition refers to itself, which the service rejects. Its value is then taken to be false. */
  refersToItself?(): void;
  /** Called with the value of the condition. */
  evaluated?(holds: boolean | undefined): void;
}

/** Evaluates the conditions of templates, each once. */
export class Conditions {
  private readonly evaluated = new Map<string, boolean | undefined>();
  private readonly active = new Map<string, Comparison>();

  /** @param comparisonFor creates the comparison for one condition of a template */
  public constructor(private readonly comparisonFor: (condition: string, template: Template) => Comparison) {}

  /** Whether a condition is true; undefined if this is unknown before deployment, or if the template has no such condition. */
  public holds(name: string, template: Template): boolean | undefined {
    return this.evaluateOnce(name, template, 0);
  }

  private evaluateOnce(name: string, template: Template, depth: number): boolean | undefined {
    const definition = member(template.body, 'Conditions', name);
    if (definition === undefined) {
      return undefined;
    }
    const key = `${template.id}#${name}`;
    const active = this.active.get(key);
    if (active !== undefined) {
      active.refersToItself?.();
      return false;
    }
    if (!this.evaluated.has(key)) {
      const comparison = this.comparisonFor(name, template);
      this.active.set(key, comparison);
      const holds = this.evaluate(definition, template, comparison, depth);
      this.active.delete(key);
      this.evaluated.set(key, holds);
      comparison.evaluated?.(holds);
    }
    return this.evaluated.get(key);
  }

  private evaluate(definition: unknown, template: Template, comparison: Comparison, depth: number): boolean | undefined {
    // The service rejects a condition that refers to itself; here, it is false.
    if (depth > MAX_CONDITION_DEPTH) {
      return false;
    }
    const inner = (each: unknown) => this.evaluate(each, template, comparison, depth + 1);
    const equals = member(definition, 'Fn::Equals');
    if (Array.isArray(equals)) {
      return comparison.equal(equals[0], equals[1]);
    }
    if (member(definition, 'Fn::Not') !== undefined) {
      return not(inner(asArray(member(definition, 'Fn::Not'))[0]));
    }
    const and = member(definition, 'Fn::And');
    if (and !== undefined) {
      return not(someHold(asArray(and), (each) => not(inner(each))));
    }
    const other = member(definition, 'Condition');
    if (typeof other === 'string') {
      const exists = member(template.body, 'Conditions', other) !== undefined;
      return exists ? this.evaluateOnce(other, template, depth + 1) : false;
    }
    return someHold(asArray(member(definition, 'Fn::Or')), inner);
  }
}

/**
 * Applies the conditions of a template: removes the resources and outputs whose condition is false, and selects one
 * side of each `Fn::If`.
 */
export function applyConditions<T extends Template>(template: T, holds: (condition: string) => boolean | undefined): T {
  const { body } = template;
  const sections = ['Resources', 'Outputs'].map((section) => [section, applyToEntries(asObject(member(body, section)), holds)] as const);
  return { ...template, body: { ...asObject(body), ...Object.fromEntries(sections) } };
}

type Holds = (condition: string) => boolean | undefined;

function applyToEntries(entries: JsonObject, holds: Holds): JsonObject {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, entry]) => {
      const condition = member(entry, 'Condition');
      const isLeftOut = typeof condition === 'string' && holds(condition) === false;
      const applied = isLeftOut ? NO_VALUE : applyToValue(entry, holds, 0);
      return applied === NO_VALUE ? [] : [[name, applied]];
    }),
  );
}

function applyToValue(value: unknown, holds: Holds, depth: number): unknown {
  if (depth > MAX_VALUE_DEPTH) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => applyToValue(item, holds, depth + 1)).filter((item) => item !== NO_VALUE);
  }
  return isObject(value) ? applyToObject(value, holds, depth) : value;
}

function applyToObject(value: JsonObject, holds: Holds, depth: number): unknown {
  if (member(value, 'Ref') === 'AWS::NoValue') {
    return NO_VALUE;
  }
  const [condition, yes, no] = asArray(member(value, 'Fn::If'));
  const isTrue = typeof condition === 'string' ? holds(condition) : undefined;
  if (isTrue !== undefined) {
    return applyToValue(isTrue ? yes : no, holds, depth + 1);
  }
  const entries = Object.entries(value).map(([name, inner]) => [name, applyToValue(inner, holds, depth + 1)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== NO_VALUE));
}

function not(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? undefined : !holds;
}

/** Whether one of the operands is true. Operands after the first true one are not evaluated. */
function someHold(operands: readonly unknown[], evaluate: (operand: unknown) => boolean | undefined): boolean | undefined {
  let result: boolean | undefined = false;
  for (const operand of operands) {
    const holds = evaluate(operand);
    if (holds === true) {
      return true;
    }
    result = holds === undefined ? undefined : result;
  }
  return result;
}
