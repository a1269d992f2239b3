import { Buffer } from 'node:buffer';
import type { ResolvedValue, Segment } from '@apigwv2-integrations/core/engine';
import { nameless, UnresolvedValues } from './unresolved';

/** Reads the arguments of functions. */
export interface Reader {
  text(value: ResolvedValue, unknowns: UnresolvedValues): string;
  /** A value that goes by a name alone: overridden, or made up. */
  named(name: string, unknowns: UnresolvedValues): string;
}

type Call = Extract<Segment, { kind: 'call' }>;

/** What a function gives whose arguments only a deployment would know, worked out on values of this machine. */
export function callText({ name, args }: Call, reader: Reader, unknowns: UnresolvedValues): string {
  const [first = []] = args;
  if (name === 'ImportValue') {
    return reader.named(reader.text(first, unknowns), unknowns);
  }
  if (name === 'GetStackOutput') {
    return reader.named(args.map((arg) => reader.text(arg, unknowns)).join('.'), unknowns);
  }
  const own = new UnresolvedValues();
  const found = workOut(name, args, reader, own);
  if (found !== undefined) {
    unknowns.addAll(own);
    return found;
  }
  const texts = args.map((arg) => reader.text(arg, own)).reverse();
  // What is made of something unknown is not told as unknown once more.
  const made = own.isEmpty ? nameless(`what Fn::${name} gives`) : nameless(texts.join('-'));
  unknowns.addAll(own.isEmpty ? [made] : own);
  return made.placeholder;
}

/** The items of a list: of a function that gives one, else of text with commas. */
export function callItems(value: ResolvedValue, reader: Reader, unknowns: UnresolvedValues): readonly string[] {
  const [only, ...rest] = value;
  const list = only?.kind === 'call' && rest.length === 0 ? listOf(only.name, only.args, reader, unknowns) : undefined;
  const text = list === undefined ? reader.text(value, unknowns) : '';
  return list ?? (text === '' ? [] : text.split(','));
}

function workOut(name: string, args: readonly ResolvedValue[], reader: Reader, unknowns: UnresolvedValues): string | undefined {
  const [first = [], second = []] = args;
  switch (name) {
    case 'Select':
      return callItems(second, reader, unknowns)[Number(reader.text(first, unknowns))];
    case 'Join':
      return callItems(second, reader, unknowns).join(reader.text(first, unknowns));
    case 'Base64':
      return Buffer.from(reader.text(first, unknowns)).toString('base64');
    default:
      return listOf(name, args, reader, unknowns)?.join(',');
  }
}

function listOf(name: string, args: readonly ResolvedValue[], reader: Reader, unknowns: UnresolvedValues): readonly string[] | undefined {
  const [first = '', second = '', third = ''] = name === 'Split' || name === 'Cidr' ? args.map((arg) => reader.text(arg, unknowns)) : [];
  switch (name) {
    case 'Split':
      return first === '' ? undefined : second.split(first);
    case 'Cidr':
      return cidr(first, Number(second), Number(third));
    default:
      return undefined;
  }
}

/** Blocks of an IPv4 block, each with `2 ** bits` addresses; undefined for arguments that are none. */
export function cidr(block: string, count: number, bits: number): readonly string[] | undefined {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/\d{1,2}$/.exec(block)?.slice(1).map(Number);
  if (bytes === undefined || !(count >= 1 && count <= 256) || !(bits >= 1 && bits <= 24)) {
    return undefined;
  }
  const start = bytes.reduce((address, byte) => address * 256 + byte, 0);
  return Array.from({ length: count }, (_, index) => {
    const address = start + index * 2 ** bits;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${32 - bits}`;
  });
}
