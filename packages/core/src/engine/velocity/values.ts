import type { Budget } from './budget';

/**
 * A value of the service's engine: integers are bigints, floating-point numbers are numbers, and `null` is Java's null,
 * which a reference never returns.
 */
export type VelocityValue = null | string | boolean | bigint | number | VelocityList | VelocityMap | VelocityObject;

/** A list. Lists from JSON are printed as JSON, lists of a template as in Java. */
export class VelocityList {
  public constructor(
    public readonly items: VelocityValue[],
    public readonly json = false,
  ) {}
}

/** A map, ordered by insertion. */
export class VelocityMap {
  public constructor(public readonly entries: Map<VelocityValue, VelocityValue> = new Map()) {}
}

/** An object with its own members, such as `$input`. */
export abstract class VelocityObject {
  /** The output of the object. */
  public abstract print(): string;

  /** Returns the value of a property; undefined if there is none of this name. */
  public property(_name: string): VelocityValue {
    return null;
  }

  /** Calls a method; returns undefined if there is none of this name for the arguments. */
  public call(_name: string, _args: readonly VelocityValue[]): VelocityValue | undefined {
    return undefined;
  }
}

/** `Integer` for the 32 bits of Java's literals, `Long` and `BigInteger` beyond. */
export function integerClass(value: bigint): 'java.lang.Integer' | 'java.lang.Long' | 'java.math.BigInteger' {
  if (BigInt.asIntN(32, value) === value) {
    return 'java.lang.Integer';
  }
  return BigInt.asIntN(64, value) === value ? 'java.lang.Long' : 'java.math.BigInteger';
}

/** The name of the Java class of a value, as templates compare it. */
export function className(value: Exclude<VelocityValue, null>): string {
  switch (typeof value) {
    case 'string':
      return 'java.lang.String';
    case 'boolean':
      return 'java.lang.Boolean';
    case 'bigint':
      return integerClass(value);
    case 'number':
      return 'java.lang.Double';
    default:
      return value instanceof VelocityMap ? 'java.util.LinkedHashMap' : 'java.util.ArrayList';
  }
}

const MIN_PLAIN = 1e-3;
const MIN_SCIENTIFIC = 1e7;

/**
 * Formats a double as Java does.
 *
 * @see https://docs.oracle.com/javase/8/docs/api/java/lang/Double.html#toString-double-
 */
export function printDouble(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) {
    return Object.is(value, -0) ? '-0.0' : value === 0 ? '0.0' : String(value);
  }
  if (size >= MIN_PLAIN && size < MIN_SCIENTIFIC) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  const [digits, exponent] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** Returns the output of a value. */
export function printValue(value: VelocityValue, budget: Budget): string {
  budget.spend();
  if (value === null) {
    return 'null';
  }
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return printDouble(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return printObject(value, budget);
  }
}

function printObject(value: VelocityList | VelocityMap | VelocityObject, budget: Budget): string {
  if (value instanceof VelocityObject) {
    return value.print();
  }
  if (value instanceof VelocityList) {
    return value.json
      ? printJson(value, budget)
      : printed(budget, () => `[${value.items.map((item) => printValue(item, budget)).join(', ')}]`);
  }
  const entries = () => [...value.entries].map(([key, item]) => `${printValue(key, budget)}=${printValue(item, budget)}`);
  return printed(budget, () => `{${entries().join(', ')}}`);
}

/** Returns a value as JSON. */
export function printJson(value: VelocityValue, budget: Budget): string {
  budget.spend();
  if (value instanceof VelocityList) {
    return printed(budget, () => `[${value.items.map((item) => printJson(item, budget)).join(',')}]`);
  }
  if (value instanceof VelocityMap) {
    const entries = () => [...value.entries].map(([key, item]) => `${JSON.stringify(printValue(key, budget))}:${printJson(item, budget)}`);
    return printed(budget, () => `{${entries().join(',')}}`);
  }
  return typeof value === 'string' || value instanceof VelocityObject
    ? JSON.stringify(budget.text(printValue(value, budget)))
    : printValue(value, budget);
}

function printed(budget: Budget, print: () => string): string {
  return budget.text(budget.nested(print));
}

/** Whether two values are equal according to Java's `equals`: an integer never equals a floating-point number. */
export function equalValues(left: VelocityValue, right: VelocityValue, budget: Budget): boolean {
  budget.spend();
  if (left instanceof VelocityList && right instanceof VelocityList) {
    const equal = () => left.items.every((item, at) => equalValues(item, right.items[at], budget));
    return left.items.length === right.items.length && budget.nested(equal);
  }
  if (left instanceof VelocityMap && right instanceof VelocityMap) {
    const { entries } = right;
    const equal = () =>
      [...left.entries].every(([key, item]) => entries.has(key) && equalValues(item, entries.get(key) as VelocityValue, budget));
    return left.entries.size === entries.size && budget.nested(equal);
  }
  return left === right && (typeof left !== 'bigint' || integerClass(left) === integerClass(right as bigint));
}

export function isNumber(value: VelocityValue): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** Returns a number less than, equal to or greater than zero. */
export function compareNumbers(left: bigint | number, right: bigint | number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
