import { type Budget, VelocityRuntimeError } from './budget';
import type { VelocityValue } from './values';

/**
 * The types that a method takes: `s` a text, `i` an integer, `o` anything, `c` a list, `m` a map. As in Java, a method
 * with other arguments is another method.
 */
export type Method = (self: never, args: never, budget: Budget) => VelocityValue;
export type Methods = Readonly<Record<string, Method>>;

function outOfRange(index: number | bigint, length: number): VelocityRuntimeError {
  return new VelocityRuntimeError(
    `the index ${index} is out of range for a string or list of length ${length}`,
    'check the length or the size first',
  );
}

/** An index that must lie within. */
export function at(index: bigint, length: number, max: number = length - 1): number {
  if (index < 0n || index > BigInt(max)) {
    throw outOfRange(index, length);
  }
  return Number(index);
}

/** A part whose places must lie within. */
export function slice<T extends { readonly length: number }>(from: bigint, to: bigint, self: T, cut: (from: number, to: number) => T): T {
  const end = at(to, self.length, self.length);
  return cut(at(from, self.length, end), end);
}
