import { Buffer } from 'node:buffer';
import type { Value } from '../../values/part';

/** What a function's arguments are read with. */
export interface Arguments {
  text(value: Value): string;
  items(value: Value): readonly string[];
}

/** The functions whose arguments only a deployment would know, worked out on values of this machine; undefined for others. */
export function callLocally(name: string, [first = [], second = [], third = []]: readonly Value[], args: Arguments): string | undefined {
  switch (name) {
    case 'Select':
      return args.items(second)[Number(args.text(first))];
    case 'Join':
      return args.items(second).join(args.text(first));
    case 'Base64':
      return Buffer.from(args.text(first)).toString('base64');
    case 'Split':
    case 'Cidr':
      return listOf(name, [first, second, third], args)?.join(',');
    default:
      return undefined;
  }
}

/** The functions that give lists. */
export function listOf(
  name: string,
  [first = [], second = [], third = []]: readonly Value[],
  args: Arguments,
): readonly string[] | undefined {
  switch (name) {
    case 'Split':
      return args.text(first) === '' ? undefined : args.text(second).split(args.text(first));
    case 'Cidr':
      return cidr(args.text(first), Number(args.text(second)), Number(args.text(third)));
    default:
      return undefined;
  }
}

/** Blocks of an IPv4 block, each with `2 ** bits` addresses. */
function cidr(block: string, count: number, bits: number): readonly string[] | undefined {
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
