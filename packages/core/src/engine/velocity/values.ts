import type { Budget } from './budget';

/**
 * A value as the service's engine has it: integers are bigints, floating-point numbers are numbers, and `null` is the
 * null of Java, which a reference never gives.
 */
export type VelocityValue = null | string | boolean | bigint | number | VelocityList | VelocityMap | VelocityObject;

/** A list. Those from JSON print as JSON, those of a template as Java prints them. */
export class VelocityList {
  public constructor(
    public readonly items: VelocityValue[],
    public readonly json = false,
  ) {}
}

/** A map in the order of its entries. */
export class VelocityMap {
  public constructor(public readonly entries: Map<VelocityValue, VelocityValue> = new Map()) {}
}

/** Something with members of its own, such as `$input`. */
export abstract class VelocityObject {
  /** What it prints. */
  public abstract print(): string;

  /** A property's value; nothing where there is none of that name. */
  public property(_name: string): VelocityValue {
    return null;
  }

  /** What a method returns; `undefined` where there is none of that name for the arguments. */
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

/** The name of a value's class in Java, as templates compare it. */
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
 * A double as Java prints it.
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

/** What a value prints. */
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

/** A value as JSON. */
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

/** Whether two values are equal, as the methods of Java have it: a whole number never equals one with a fraction. */
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

/** Less than, equal to or greater than zero. */
export function compareNumbers(left: bigint | number, right: bigint | number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
