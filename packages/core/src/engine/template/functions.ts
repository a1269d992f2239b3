import { asObject, isObject, member } from './json';
import { concat, plainText, type ResolvedValue, text } from './segment';
import type { Template } from './template';

/** Deploy-time values that are known beforehand. */
export interface DeployTimeValues {
  /** The value of a parameter or of a pseudo parameter such as `AWS::Region`. */
  parameter(name: string, template: Template): ResolvedValue | undefined;
  /** Whether a condition of the template is true. */
  condition(name: string, template: Template): boolean | undefined;
}

/** The context for resolving an intrinsic function. */
export interface FunctionScope {
  readonly template: Template;
  readonly deployTime?: DeployTimeValues;
  /** Resolves an argument, in this template unless another is passed. */
  resolve(value: unknown, template?: Template): ResolvedValue;
  /** Resolves `Name` or `Name.Attribute` in an `Fn::Sub`. */
  substitute(name: string): ResolvedValue;
}

/** Intrinsic functions that need only their arguments, the mappings of the template and deploy-time values. */
export function callFunction(name: string, argument: unknown, scope: FunctionScope): ResolvedValue {
  return resolveFunction(name, argument, scope) ?? call(name, argument, scope);
}

function resolveFunction(name: string, argument: unknown, scope: FunctionScope): ResolvedValue | undefined {
  switch (name) {
    case 'Fn::Join':
      return join(argument, scope);
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Select':
      return Array.isArray(argument) ? itemsOf(argument[1], scope)?.[Number(argument[0])] : undefined;
    case 'Fn::If':
      return branch(argument, scope);
    case 'Fn::FindInMap':
      return findInMap(argument, scope);
    case 'Fn::GetAZs':
      return availabilityZones(argument, scope);
    default:
      return undefined;
  }
}

function join(argument: unknown, scope: FunctionScope): ResolvedValue | undefined {
  const [separator, list]: unknown[] = Array.isArray(argument) ? argument : [];
  const items = typeof separator === 'string' ? itemsOf(list, scope) : undefined;
  return items && concat(items.flatMap((item, index) => (index === 0 ? [item] : [text(String(separator)), item])));
}

function substitute(argument: unknown, scope: FunctionScope): ResolvedValue | undefined {
  const [pattern, variables]: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof pattern !== 'string') {
    return undefined;
  }
  const own = asObject(variables);
  const pieces = pattern.split(/(\$\{[^}]*\})/).map((piece) => {
    const name = /^\$\{(.*)\}$/s.exec(piece)?.[1].trim();
    if (name === undefined) {
      return text(piece);
    }
    if (name.startsWith('!')) {
      return text(`\${${name.slice(1)}}`);
    }
    return Object.hasOwn(own, name) ? scope.resolve(member(own, name)) : scope.substitute(name);
  });
  return concat(pieces);
}

/** Returns the items of a literal list, or of plain text that stands for a list, such as the value of a list parameter. */
function itemsOf(list: unknown, scope: FunctionScope): readonly ResolvedValue[] | undefined {
  if (Array.isArray(list)) {
    return list.map((item: unknown) => scope.resolve(item));
  }
  if (!isObject(list)) {
    return undefined;
  }
  const split = member(list, 'Fn::Split');
  const [separator, whole]: unknown[] = Array.isArray(split) ? split : [',', list];
  const plain = typeof separator === 'string' ? plainText(scope.resolve(whole)) : undefined;
  return plain?.split(String(separator)).map(text);
}

/** Returns one side of an `Fn::If` if the condition is known, or if both sides are the same text. */
function branch(argument: unknown, { template, deployTime, resolve }: FunctionScope): ResolvedValue | undefined {
  const [condition, yes, no]: unknown[] = Array.isArray(argument) ? argument : [];
  const holds = typeof condition === 'string' ? deployTime?.condition(condition, template) : undefined;
  if (holds !== undefined) {
    return resolve(holds ? yes : no);
  }
  if (!Array.isArray(argument) || argument.length !== 3) {
    return undefined;
  }
  const sides = [resolve(yes), resolve(no)];
  const [first, second] = sides.map(plainText);
  return first !== undefined && first === second ? sides[0] : [{ kind: 'call', name: 'If', args: [text(String(condition)), ...sides] }];
}

function findInMap(argument: unknown, { template, resolve }: FunctionScope): ResolvedValue | undefined {
  const keys = Array.isArray(argument) ? argument.map((key: unknown) => plainText(resolve(key)) ?? '') : [];
  const [map = '', first = '', second = ''] = keys;
  const found = member(template.body, 'Mappings', map, first, second);
  return found === undefined ? undefined : resolve(found);
}

/** Every region is assumed to have three zones. */
function availabilityZones(argument: unknown, { template, deployTime, resolve }: FunctionScope): ResolvedValue | undefined {
  const own = deployTime?.parameter('AWS::Region', template);
  const region = own && (plainText(resolve(argument)) || plainText(own));
  return region === undefined ? undefined : text(`${region}a,${region}b,${region}c`);
}

function call(name: string, argument: unknown, { resolve }: FunctionScope): ResolvedValue {
  const args: unknown[] = Array.isArray(argument) ? argument : [argument];
  return [{ kind: 'call', name: name.replace(/^Fn::/, ''), args: args.map((arg) => resolve(arg)) }];
}
