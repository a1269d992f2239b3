import type { DuplicateKey, ParsedTemplate, TextPosition } from '@apigwv2-integrations/core/assembly';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { positionIn } from '../json-positions';
import { longName, SHORT_FORM_TAGS } from './short-forms';

/** YAML that cannot be read. The position is that of the fault. */
export class YamlError extends Error {
  public override readonly name = 'YamlError';

  public constructor(
    message: string,
    public readonly position: TextPosition,
  ) {
    super(message);
  }
}

/** Values that aliases may add to a document, against documents that grow exponentially. */
const MAX_ALIAS_VALUES = 100_000;
const MAX_DEPTH = 200;
const TOO_DEEP = `it is nested more than ${MAX_DEPTH} levels deep`;

/** Types of YAML 1.1 that CloudFormation does not support: their values are strings. */
const UNSUPPORTED_TAGS = /:(?:binary|merge|omap|pairs|set|timestamp)$/;

/**
 * Parses a CloudFormation template in YAML 1.1. Short forms of intrinsic functions become their long forms.
 *
 * @throws YamlError for text that is not YAML, and for aliases that refer to themselves or expand to too many values
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function parseYaml(text: string): ParsedTemplate {
  const lines = new LineCounter();
  const document = parse(text, lines);
  const positionAt = (offset: number): TextPosition => positionIn(lines, offset);
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    throw new YamlError(describe(fault.code, fault.message), positionAt(fault.pos[0]));
  }
  const conversion = new Conversion(positionAt);
  const body = conversion.value(document.contents, 0);
  const lookup = new Lookup(document);
  return {
    body,
    duplicateKeys: conversion.duplicateKeys,
    position: (path) => {
      const offset = lookup.offsetOf(path);
      return offset === undefined ? undefined : positionAt(offset);
    },
  };
}

/** The beginnings of more collections within each other than are read, which would take the library a lot of memory. */
const DEEP_NESTING = /(?:(?:[[{]|- )[ \n]*){201}/;

function parse(text: string, lineCounter: LineCounter): Document {
  if (DEEP_NESTING.test(text)) {
    throw new YamlError(TOO_DEEP, { line: 1, column: 1 });
  }
  try {
    return parseDocument(text, {
      version: '1.1',
      schema: 'yaml-1.1',
      customTags: (tags) => [...tags.filter((tag) => typeof tag === 'string' || !UNSUPPORTED_TAGS.test(tag.tag)), ...SHORT_FORM_TAGS],
      resolveKnownTags: false,
      // Keys are compared below: the library compares each key with all others of its map.
      uniqueKeys: false,
      prettyErrors: false,
      lineCounter,
    });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new YamlError(TOO_DEEP, { line: 1, column: 1 });
    }
    throw error;
  }
}

function describe(code: string, message: string): string {
  if (code === 'RESOURCE_EXHAUSTION') {
    return TOO_DEEP;
  }
  const [, tag] = /^Unresolved tag: (.*)$/.exec(message) ?? [];
  if (tag !== undefined) {
    return `${tag} is no short form of an intrinsic function: write the long form, such as Fn::Sub`;
  }
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'it has more than one document: put each template into a file of its own';
    case 'TAB_AS_INDENT':
      return `${message}: use spaces`;
    default:
      return `${message}: correct the YAML here or just before`;
  }
}

/** Converts the nodes of a document into plain values. */
class Conversion {
  public readonly duplicateKeys: DuplicateKey[] = [];
  private readonly path: string[] = [];
  private aliasDepth = 0;
  private aliasValues = 0;
  private readonly active = new Set<unknown>();
  private readonly anchors = new Map<string, unknown>();

  public constructor(private readonly positionAt: (offset: number) => TextPosition) {}

  public value(node: unknown, depth: number): unknown {
    if (depth > MAX_DEPTH) {
      throw this.fault(node, TOO_DEEP);
    }
    if (this.aliasDepth > 0 && ++this.aliasValues > MAX_ALIAS_VALUES) {
      throw this.fault(node, `its aliases expand to more than ${MAX_ALIAS_VALUES} values: write the values out`);
    }
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      return target === undefined || this.active.has(target)
        ? this.refuseAlias(node, node.source, target)
        : this.expand(() => this.value(target, depth + 1));
    }
    if (this.aliasDepth === 0 && (isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) {
      this.anchors.set(node.anchor, node);
    }
    if (isScalar(node)) {
      return longForm(node, scalarValue(node));
    }
    if (!isMap(node) && !isSeq(node)) {
      return null;
    }
    this.active.add(node);
    const value = isMap(node) ? this.map(node, depth) : node.items.map((item, index) => this.at(String(index), item, depth + 1));
    this.active.delete(node);
    return longForm(node, value);
  }

  private map(node: YAMLMap, depth: number): Record<string, unknown> {
    const values = new Map<string, unknown>();
    const merged: unknown[] = [];
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (key === '<<') {
        merged.push(pair.value);
      } else {
        if (values.has(key)) {
          this.addDuplicate(node, pair, key);
        }
        values.set(key, this.at(key, pair.value, depth + 1));
      }
    }
    for (const source of merged.flatMap((each) => (isSeq(each) ? each.items : [each]))) {
      for (const [key, value] of Object.entries(Object(this.value(source, depth + 1)))) {
        if (!values.has(key)) {
          values.set(key, value);
        }
      }
    }
    return fromEntries(values);
  }

  /** The value of a member. */
  private at(step: string, node: unknown, depth: number): unknown {
    this.path.push(step);
    const value = this.value(node, depth);
    this.path.pop();
    return value;
  }

  private addDuplicate({ items }: YAMLMap, pair: Pair, name: string): void {
    const first = items.find((each) => keyOf(each) === name);
    const [earlier, later] = [first, pair].map((each) => this.positionAt(startOf(each?.key) ?? 0)) as [TextPosition, TextPosition];
    this.duplicateKeys.push({ path: [...this.path, name], first: earlier, position: later });
  }

  private expand<T>(convert: () => T): T {
    this.aliasDepth++;
    const value = convert();
    this.aliasDepth--;
    return value;
  }

  private refuseAlias(node: unknown, name: string, target: unknown): never {
    throw this.fault(
      node,
      target === undefined ? `there is no anchor &${name} before this alias` : `the alias *${name} refers to itself: write the value out`,
    );
  }

  private fault(node: unknown, message: string): YamlError {
    return new YamlError(message, this.positionAt(startOf(node) ?? 0));
  }
}

/** `__proto__` may be a key, as in JSON. */
function fromEntries(values: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(values);
}

function longForm(node: Node, value: unknown): unknown {
  const name = longName(node.tag);
  if (name === undefined) {
    return value;
  }
  if (name === 'Fn::GetAtt' && typeof value === 'string') {
    const [resource = '', ...attribute] = value.split('.');
    return { [name]: [resource, attribute.join('.')] };
  }
  return { [name]: value };
}

/** Numbers keep the text that they would lose: `1.0` is a version, and `012345678901` an account. */
function scalarValue(node: Scalar): unknown {
  const { value, source } = node;
  if (typeof value === 'number' && source !== undefined && String(value) !== source && /^[-+]?(?:0\d+|\d+\.\d*)$/.test(source)) {
    return source;
  }
  return typeof value === 'bigint' ? Number(value) : value;
}

/** Keys are texts in CloudFormation: `200`, and `NO` that YAML 1.1 takes for false. */
function keyOf({ key }: Pair): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : isAlias(key) ? `*${key.source}` : String(key);
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
}

/** Finds members of a document by their path in the converted value. */
class Lookup {
  private readonly pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  public constructor(private readonly document: Document) {}

  /** Where a member begins: its key, or the item of a list. The nearest one around it if there is no such member. */
  public offsetOf(path: readonly string[]): number | undefined {
    let node: unknown = this.document.contents;
    let offset = startOf(node);
    for (const step of path) {
      const current = isAlias(node) ? node.resolve(this.document) : node;
      if ((isScalar(current) || isMap(current) || isSeq(current)) && longName(current.tag) === step) {
        continue;
      }
      const next = isMap(current) ? this.pairIn(current, step) : isSeq(current) ? itemOf(current, step) : undefined;
      if (next === undefined) {
        break;
      }
      offset = startOf(next.at) ?? offset;
      node = next.value;
    }
    return offset;
  }

  private pairIn(map: YAMLMap, key: string): { readonly at: unknown; readonly value: unknown } | undefined {
    const pairs = this.pairs.get(map) ?? new Map(map.items.map((pair) => [keyOf(pair), pair]));
    this.pairs.set(map, pairs);
    const pair = pairs.get(key);
    return pair && { at: pair.key, value: pair.value };
  }
}

function itemOf(list: YAMLSeq, index: string): { readonly at: unknown; readonly value: unknown } | undefined {
  const item = list.items[Number(index)];
  return item === undefined ? undefined : { at: item, value: item };
}
