import { Buffer } from 'node:buffer';
import type { ResolvedValue, Segment } from '@apigwv2-integrations/core/engine';
import { nameless, UnresolvedValues } from './unresolved';

/** Resolves the arguments of intrinsic functions. */
export interface Reader {
  text(value: ResolvedValue, unresolved: UnresolvedValues): string;
  /** A value that has only a name: its override, or a placeholder. */
  named(name: string, unresolved: UnresolvedValues): string;
}

type Call = Extract<Segment, { kind: 'call' }>;

/** The result of an intrinsic function with deploy-time arguments, computed from their values on this machine. */
export function callText({ name, args }: Call, reader: Reader, unresolved: UnresolvedValues): string {
  const [first = []] = args;
  if (name === 'ImportValue') {
    return reader.named(reader.text(first, unresolved), unresolved);
  }
  if (name === 'GetStackOutput') {
    return reader.named(args.map((arg) => reader.text(arg, unresolved)).join('.'), unresolved);
  }
  const own = new UnresolvedValues();
  const found = compute(name, args, reader, own);
  if (found !== undefined) {
    unresolved.addAll(own);
    return found;
  }
  const texts = args.map((arg) => reader.text(arg, own)).reverse();
  // A result of unresolved arguments is not reported in addition to them.
  const result = own.isEmpty ? nameless(`the result of Fn::${name}`) : nameless(texts.join('-'));
  unresolved.addAll(own.isEmpty ? [result] : own);
  return result.placeholder;
}

/** The items of a list: the result of a function that returns one, else a text with commas. */
export function callItems(value: ResolvedValue, reader: Reader, unresolved: UnresolvedValues): readonly string[] {
  const [only, ...rest] = value;
  const list = only?.kind === 'call' && rest.length === 0 ? listOf(only.name, only.args, reader, unresolved) : undefined;
  const text = list === undefined ? reader.text(value, unresolved) : '';
  return list ?? (text === '' ? [] : text.split(','));
}

function compute(name: string, args: readonly ResolvedValue[], reader: Reader, unresolved: UnresolvedValues): string | undefined {
  const [first = [], second = []] = args;
  switch (name) {
    case 'Select':
      return callItems(second, reader, unresolved)[Number(reader.text(first, unresolved))];
    case 'Join':
      return callItems(second, reader, unresolved).join(reader.text(first, unresolved));
    case 'Base64':
      return Buffer.from(reader.text(first, unresolved)).toString('base64');
    default:
      return listOf(name, args, reader, unresolved)?.join(',');
  }
}

function listOf(name: string, args: readonly ResolvedValue[], reader: Reader, unresolved: UnresolvedValues): readonly string[] | undefined {
  const [first = '', second = '', third = ''] = name === 'Split' || name === 'Cidr' ? args.map((arg) => reader.text(arg, unresolved)) : [];
  switch (name) {
    case 'Split':
      return first === '' ? undefined : second.split(first);
    case 'Cidr':
      return cidr(first, Number(second), Number(third));
    default:
      return undefined;
  }
}

/** Subdivides an IPv4 block into blocks of `2 ** bits` addresses; undefined for invalid arguments. */
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
