import type { Template } from '../../assembly/template';
import { member } from '../../json';
import { callFunction } from './functions';
import type { Known } from './known';
import type { Resolve } from './resolve';
import { plainText, type ResolvedValue, text } from './segment';

/** `Fn::FindInMap`, in the mappings of the template. */
export function findInMap(argument: unknown, template: Template, next: Resolve): ResolvedValue {
  const args = Array.isArray(argument) ? argument.map((key) => next(key)) : [next(argument)];
  const [map = '', first = '', second = ''] = args.map((arg) => plainText(arg) ?? '');
  const found = member(template.body, 'Mappings', map, first, second);
  return found === undefined ? [{ kind: 'call', name: 'FindInMap', args }] : next(found);
}

/** `Fn::GetAZs`, once the region is known: every region is taken to have three zones. */
export function zones(argument: unknown, template: Template, next: Resolve, known?: Known): ResolvedValue {
  const own = known?.value('AWS::Region', template);
  const region = own && (plainText(next(argument)) || plainText(own));
  return region === undefined ? callFunction('Fn::GetAZs', argument, next, () => []) : text(`${region}a,${region}b,${region}c`);
}

/** `Fn::If`, one side of it once the condition is known. */
export function branch(argument: unknown, template: Template, next: Resolve, known?: Known): ResolvedValue {
  const [condition, yes, no]: unknown[] = Array.isArray(argument) ? argument : [];
  const isTrue = typeof condition === 'string' ? known?.condition(condition, template) : undefined;
  return isTrue === undefined ? callFunction('Fn::If', argument, next, () => []) : next(isTrue ? yes : no);
}
