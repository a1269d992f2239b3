import { type Budget, VelocityRuntimeError } from './budget';
import type { VelocityValue } from './values';

/**
 * The types of a method's parameters: `s` a string, `i` an integer, `o` any value, `c` a list, `m` a map. As in Java,
 * methods with different parameters are different methods.
 */
export type Method = (self: never, args: never, budget: Budget) => VelocityValue;
export type Methods = Readonly<Record<string, Method>>;

function outOfRange(index: number | bigint, length: number): VelocityRuntimeError {
  return new VelocityRuntimeError(
    `the index ${index} is out of range for a string or list of length ${length}`,
    'check the length or the size first',
  );
}

/** Returns an index that must be within the range. */
export function at(index: bigint, length: number, max: number = length - 1): number {
  if (index < 0n || index > BigInt(max)) {
    throw outOfRange(index, length);
  }
  return Number(index);
}

/** Returns a range whose bounds must be valid. */
export function slice<T extends { readonly length: number }>(from: bigint, to: bigint, self: T, cut: (from: number, to: number) => T): T {
  const end = at(to, self.length, self.length);
  return cut(at(from, self.length, end), end);
}
