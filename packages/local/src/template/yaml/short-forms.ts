import type { CollectionTag, ScalarTag } from 'yaml';

/** Intrinsic functions with a short form, which is `!` and the name. */
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
] as const;

const LONG_NAMES: ReadonlyMap<string, string> = new Map([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...FUNCTIONS.map((name) => [`!${name}`, `Fn::${name}`] as const),
]);

/** The long form of a short form: `Fn::Sub` for `!Sub`. */
export function longName(tag: string | undefined): string | undefined {
  return tag === undefined ? undefined : LONG_NAMES.get(tag);
}

/** Each short form, of a text, of a list and of a map. Their values stay as they are written. */
export const SHORT_FORM_TAGS: readonly (ScalarTag | CollectionTag)[] = [...LONG_NAMES.keys()].flatMap((tag) => [
  { tag, resolve: (text: string) => text },
  { tag, collection: 'seq' as const, resolve: (list: unknown) => list },
  { tag, collection: 'map' as const, resolve: (map: unknown) => map },
]);
