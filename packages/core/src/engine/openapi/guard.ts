import { asArray, member } from '../template/json';

/** Conditions of a template under which a part of a document applies, each with the value that it must have. */
export type Guard = ReadonlyMap<string, boolean>;

/** Without any condition. */
export const ALWAYS: Guard = new Map();

/** One side of an `Fn::If`, or a value without one. */
export interface Side {
  readonly value: unknown;
  readonly guard: Guard;
}

/** The sides of a value that may be an `Fn::If`; those that do not exist, or contradict the guard, are left out. */
export function sidesOf(value: unknown, guard: Guard): readonly Side[] {
  if (member(value, 'Ref') === 'AWS::NoValue') {
    return [];
  }
  const [condition, yes, no] = asArray(member(value, 'Fn::If'));
  if (typeof condition !== 'string') {
    return [{ value, guard }];
  }
  return [
    ...(guard.get(condition) === false ? [] : sidesOf(yes, new Map([...guard, [condition, true]]))),
    ...(guard.get(condition) === true ? [] : sidesOf(no, new Map([...guard, [condition, false]]))),
  ];
}

/** A value in which each `Fn::If` that the guard decides is replaced by its side. */
export function under(guard: Guard, value: unknown): unknown {
  if (guard.size === 0 || typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => under(guard, item));
  }
  const [condition, yes, no] = asArray(member(value, 'Fn::If'));
  const holds = typeof condition === 'string' ? guard.get(condition) : undefined;
  if (holds !== undefined) {
    return under(guard, holds ? yes : no);
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, under(guard, inner)]));
}

/** The condition of a resource that exists under a guard. */
export interface GuardCondition {
  readonly name: string;
  /** What it is, if the template does not have it yet. */
  readonly definition?: unknown;
}

/** The condition that is true under a guard; undefined without any. */
export function conditionOf(guard: Guard): GuardCondition | undefined {
  const entries = [...guard];
  const [first] = entries;
  if (first === undefined) {
    return undefined;
  }
  if (entries.length === 1 && first[1]) {
    return { name: first[0] };
  }
  // No condition that an author writes has a space in its name.
  const name = `if ${entries.map(([condition, holds]) => `${holds ? '' : 'not '}${condition}`).join(' and ')}`;
  const terms = entries.map(([condition, holds]) => (holds ? { Condition: condition } : { 'Fn::Not': [{ Condition: condition }] }));
  return { name, definition: terms.length === 1 ? terms[0] : { 'Fn::And': terms } };
}
