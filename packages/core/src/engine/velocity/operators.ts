import { type Budget, VelocityRuntimeError } from './budget';
import type { VelocityOperator } from './tree';
import { compareNumbers, equalValues, isNumber, printValue, VelocityList, type VelocityValue } from './values';

type Arithmetic = Extract<VelocityOperator, '+' | '-' | '*' | '/' | '%'>;

const MAX_INTEGER = 1n << 4096n;

/** Calculates as Java does: integers stay integers. Returns null if a divisor is zero. */
function calculateNumbers(operator: Arithmetic, left: bigint | number, right: bigint | number): bigint | number | null {
  if ((operator === '/' || operator === '%') && Number(right) === 0) {
    return null;
  }
  return typeof left === 'bigint' && typeof right === 'bigint'
    ? bounded(INTEGER[operator](left, right))
    : DOUBLE[operator](Number(left), Number(right));
}

const INTEGER: Readonly<Record<Arithmetic, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};
const DOUBLE: Readonly<Record<Arithmetic, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

function bounded(value: bigint): bigint {
  if (value > MAX_INTEGER || value < -MAX_INTEGER) {
    throw new VelocityRuntimeError('an integer has more than 4096 bits', 'use smaller numbers, or use a function instead');
  }
  return value;
}

/** The integers from one number to another, up or down. */
export function rangeOf(from: VelocityValue, to: VelocityValue, budget: Budget): VelocityValue {
  if (!isNumber(from) || !isNumber(to)) {
    return null;
  }
  const start = Math.trunc(Number(from));
  const size = Math.abs(Math.trunc(Number(to)) - start) + 1;
  budget.size(size);
  const step = start <= Number(to) ? 1 : -1;
  return new VelocityList(Array.from({ length: size }, (_item, at) => BigInt(start + at * step)));
}

/** Values of two kinds are equal if they print the same. */
export function looselyEqual(left: VelocityValue, right: VelocityValue, budget: Budget): boolean {
  if (left === null || right === null) {
    return left === right;
  }
  if (isNumber(left) && isNumber(right)) {
    return compareNumbers(left, right) === 0;
  }
  return typeof left === typeof right ? equalValues(left, right, budget) : printValue(left, budget) === printValue(right, budget);
}

/** Applies an operator to two values. Returns null if there is no result. */
export function calculate(operator: Arithmetic, left: VelocityValue, right: VelocityValue, budget: Budget): VelocityValue {
  if (isNumber(left) && isNumber(right)) {
    return calculateNumbers(operator, left, right);
  }
  return operator === '+' && (typeof left === 'string' || typeof right === 'string')
    ? budget.text(printValue(left, budget) + printValue(right, budget))
    : null;
}
