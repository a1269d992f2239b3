import { asObject, member } from '../json';
import { concat, plainText, text, type Value } from './part';
import type { Resolve } from './resolver';

type Dotted = (id: string) => Value;

/** The functions that need nothing but their arguments: `Fn::Join`, `Fn::Sub`, `Fn::Select`, `Fn::If` and the unknown ones. */
export function callFunction(name: string, argument: unknown, next: Resolve, dotted: Dotted): Value {
  switch (name) {
    case 'Fn::Join':
      return join(argument, next) ?? call(name, argument, next);
    case 'Fn::Sub':
      return substitute(argument, next, dotted) ?? call(name, argument, next);
    case 'Fn::Select':
      return select(argument, next) ?? call(name, argument, next);
    case 'Fn::If':
      return either(argument, next) ?? call(name, argument, next);
    default:
      return call(name, argument, next);
  }
}

function join(argument: unknown, next: Resolve): Value | undefined {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string' || !Array.isArray(argument[1])) {
    return undefined;
  }
  const separator = text(argument[0]);
  return concat(argument[1].flatMap((item: unknown, index) => (index === 0 ? [next(item)] : [separator, next(item)])));
}

function substitute(argument: unknown, next: Resolve, dotted: Dotted): Value | undefined {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument];
  if (typeof pattern !== 'string') {
    return undefined;
  }
  const own = asObject(variables);
  const pieces = pattern.split(/(\$\{[^}]*\})/).map((piece) => {
    const name = /^\$\{(.*)\}$/s.exec(piece)?.[1]?.trim();
    if (name === undefined) {
      return text(piece);
    }
    if (name.startsWith('!')) {
      return text(`\${${name.slice(1)}}`);
    }
    return Object.hasOwn(own, name) ? next(member(own, name)) : dotted(name);
  });
  return concat(pieces);
}

function select(argument: unknown, next: Resolve): Value | undefined {
  if (!Array.isArray(argument)) {
    return undefined;
  }
  const [index, list] = argument;
  const split = member(list, 'Fn::Split');
  if (Array.isArray(split) && typeof split[0] === 'string') {
    const piece = plainText(next(split[1]))?.split(split[0])[Number(index)];
    return piece === undefined ? undefined : text(piece);
  }
  return Array.isArray(list) && Number(index) in list ? next(list[Number(index)]) : undefined;
}

function either(argument: unknown, next: Resolve): Value | undefined {
  if (!Array.isArray(argument) || argument.length !== 3) {
    return undefined;
  }
  const [yes, no] = [next(argument[1]), next(argument[2])];
  const same = plainText(yes) !== undefined && plainText(yes) === plainText(no);
  return same ? yes : [{ kind: 'call', name: 'If', args: [text(String(argument[0])), yes, no] }];
}

function call(name: string, argument: unknown, next: Resolve): Value {
  const args = Array.isArray(argument) ? argument : [argument];
  return [{ kind: 'call', name: name.replace(/^Fn::/, ''), args: args.map((arg: unknown) => next(arg)) }];
}
