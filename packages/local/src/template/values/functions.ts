import { asObject, isObject, member } from '../../json';
import type { Resolve } from './resolve';
import { concat, plainText, type ResolvedValue, text } from './segment';

type Dotted = (id: string) => ResolvedValue;

/** The functions that need nothing but their arguments: `Fn::Join`, `Fn::Sub`, `Fn::Select`, `Fn::If` and the unknown ones. */
export function callFunction(name: string, argument: unknown, next: Resolve, dotted: Dotted): ResolvedValue {
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

function join(argument: unknown, next: Resolve): ResolvedValue | undefined {
  const [separator, list]: unknown[] = Array.isArray(argument) ? argument : [];
  const items = typeof separator === 'string' ? itemsOf(list, next) : undefined;
  return items && concat(items.flatMap((item, index) => (index === 0 ? [item] : [text(String(separator)), item])));
}

function substitute(argument: unknown, next: Resolve, dotted: Dotted): ResolvedValue | undefined {
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

function select(argument: unknown, next: Resolve): ResolvedValue | undefined {
  if (!Array.isArray(argument)) {
    return undefined;
  }
  return itemsOf(argument[1], next)?.[Number(argument[0])];
}

/** A list that is written out, split from plain text, or plain text that stands for one, as a list parameter's does. */
function itemsOf(list: unknown, next: Resolve): readonly ResolvedValue[] | undefined {
  if (Array.isArray(list)) {
    return list.map((item: unknown) => next(item));
  }
  if (!isObject(list)) {
    return undefined;
  }
  const split = member(list, 'Fn::Split');
  const [separator, whole]: unknown[] = Array.isArray(split) ? split : [',', list];
  const plain = typeof separator === 'string' ? plainText(next(whole)) : undefined;
  return plain?.split(String(separator)).map(text);
}

function either(argument: unknown, next: Resolve): ResolvedValue | undefined {
  if (!Array.isArray(argument) || argument.length !== 3) {
    return undefined;
  }
  const [yes, no] = [next(argument[1]), next(argument[2])];
  const same = plainText(yes) !== undefined && plainText(yes) === plainText(no);
  return same ? yes : [{ kind: 'call', name: 'If', args: [text(String(argument[0])), yes, no] }];
}

function call(name: string, argument: unknown, next: Resolve): ResolvedValue {
  const args = Array.isArray(argument) ? argument : [argument];
  return [{ kind: 'call', name: name.replace(/^Fn::/, ''), args: args.map((arg: unknown) => next(arg)) }];
}
