import {
  ACTIONS,
  CONTEXT_VARIABLES,
  contextVariable,
  type Direction,
  INPUT_MEMBERS,
  SOURCES,
  UTIL_MEMBERS,
  WEBSOCKET_DESTINATIONS,
  WEBSOCKET_SOURCES,
  WEBSOCKET_TEMPLATE_VARIABLES,
} from '@apigwv2-integrations/core/engine';
import { getLocation } from 'jsonc-parser';
import type { PlaygroundState } from './modes';

/** A text that can be inserted. */
export interface Suggestion {
  readonly label: string;
  /** What it is, in a few words. */
  readonly detail: string;
  /** Whether more has to follow, such as the name after `$request.header.`. */
  readonly isPrefix?: boolean;
}

/** Suggestions for the text between two positions. */
export interface Suggestions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Suggestion[];
}

/** What can be written at a position of the source. The names come from the engine's tables and from the sample. */
export function complete({ mode, source, sample }: PlaygroundState, position: number): Suggestions | undefined {
  const names = namesIn(sample);
  switch (mode) {
    case 'request':
    case 'response':
      return completeJson(source, position, destinations(mode, names), (before) => expressionStart(before, httpSources(mode, names)));
    case 'parameters':
      return completeJson(source, position, webSocketDestinations(names), (before) => wholeValue(before, webSocketSources(names)));
    case 'selection':
      return expressionAt(source, position, fields(names, '$request.body'));
    case 'request-template':
    case 'response-template':
      return completeVelocity(source, position, names);
    case 'template':
      return undefined;
  }
}

/** The names that a sample contains. */
interface SampleNames {
  readonly headers: readonly string[];
  readonly queryString: readonly string[];
  readonly pathVariables: readonly string[];
  readonly stageVariables: readonly string[];
  readonly context: readonly string[];
  /** Paths of the fields of a JSON body, such as `user.name`. */
  readonly body: readonly string[];
}

const MAX_BODY_FIELDS = 50;

function namesIn(sample: string): SampleNames {
  const value = parse(sample);
  const keys = (name: string) => Object.keys(Object(Object(value)[name]));
  const { body } = Object(value);
  return {
    headers: keys('headers'),
    queryString: keys('queryString'),
    pathVariables: keys('pathVariables'),
    stageVariables: keys('stageVariables'),
    context: keys('context'),
    body: pathsIn(typeof body === 'string' ? parse(body) : body).slice(0, MAX_BODY_FIELDS),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fields of an object and of the objects in it. */
function pathsIn(value: unknown, prefix = '', depth = 0): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 2) {
    return [];
  }
  return Object.entries(value)
    .filter(([name]) => /^\w+$/.test(name))
    .flatMap(([name, inner]) => [prefix + name, ...pathsIn(inner, `${prefix}${name}.`, depth + 1)]);
}

const LOCATIONS = { header: 'a header', querystring: 'a query string parameter', path: 'the path', statuscode: 'the status code' } as const;

/** The keys of a mapping: each action of each location. */
function destinations(direction: Direction, names: SampleNames): readonly Suggestion[] {
  return Object.entries(ACTIONS[direction]).flatMap(([written, actions]) => {
    const location = written as keyof typeof LOCATIONS;
    return actions.flatMap((action) => {
      const detail = `${action} ${LOCATIONS[location]}`;
      if (location === 'path' || location === 'statuscode') {
        return [{ label: `${action}:${location}`, detail }];
      }
      const known = location === 'header' ? names.headers : names.queryString;
      return [
        { label: `${action}:${location}.`, detail, isPrefix: true },
        ...(action === 'append' ? [] : known.map((name) => ({ label: `${action}:${location}.${name}`, detail: 'in the sample' }))),
      ];
    });
  });
}

/** The sources of a mapping of HTTP APIs with the names of the sample. */
function httpSources(direction: Direction, names: SampleNames): readonly Suggestion[] {
  const other = direction === 'request' ? 'response.' : 'request.';
  const variables = CONTEXT_VARIABLES.filter((name) => direction === 'response' || contextVariable(name) === 'known');
  const members: Readonly<Record<string, readonly string[]>> = {
    'request.header': names.headers,
    'response.header': names.headers,
    'request.querystring': names.queryString,
    'request.path': names.pathVariables,
    'request.body': names.body,
    'response.body': names.body,
    context: [...new Set([...names.context, ...variables])],
    stageVariables: names.stageVariables,
  };
  return SOURCES.filter((source) => !source.startsWith(other)).flatMap((source) => [
    ...(/\.(?:path|body)$/.test(source) ? [{ label: `$${source}`, detail: 'the whole value' }] : []),
    { label: `$${source}.`, detail: 'by name', isPrefix: true },
    ...(members[source] ?? []).map((name) => ({
      label: `$${source}.${name}`,
      detail: source === 'context' && !names.context.includes(name) ? 'context variable' : 'in the sample',
    })),
  ]);
}

function webSocketDestinations(names: SampleNames): readonly Suggestion[] {
  return WEBSOCKET_DESTINATIONS.flatMap((destination) => [
    { label: `${destination}.`, detail: 'a parameter of the request to the backend', isPrefix: true },
    ...(destination.endsWith('.header') ? names.headers.map((name) => ({ label: `${destination}.${name}`, detail: 'in the sample' })) : []),
  ]);
}

function webSocketSources(names: SampleNames): readonly Suggestion[] {
  const members: Readonly<Record<string, readonly string[]>> = {
    'route.request.body': names.body,
    'route.request.header': names.headers,
    'route.request.querystring': names.queryString,
    context: WEBSOCKET_TEMPLATE_VARIABLES.filter((name) => !name.endsWith('.')),
    stageVariables: names.stageVariables,
  };
  return [
    ...WEBSOCKET_SOURCES.flatMap((source) => [
      ...(source === 'route.request.body' ? [{ label: source, detail: 'the whole message' }] : []),
      { label: `${source}.`, detail: 'by name', isPrefix: true },
      ...(members[source] ?? []).map((name) => ({
        label: `${source}.${name}`,
        detail: source === 'context' ? 'context variable' : 'in the sample',
      })),
    ]),
    { label: "''", detail: 'a fixed text' },
  ];
}

function fields(names: SampleNames, root: string): readonly Suggestion[] {
  return [
    { label: `${root}.`, detail: 'a field of the message', isPrefix: true },
    ...names.body.map((name) => ({ label: `${root}.${name}`, detail: 'in the sample' })),
  ];
}

type Start = { readonly length: number; readonly options: readonly Suggestion[] } | undefined;

/** Suggestions in a key or in a value of a JSON object. */
function completeJson(
  source: string,
  position: number,
  keys: readonly Suggestion[],
  valueAt: (before: string) => Start,
): Suggestions | undefined {
  const { isAtPropertyKey, path, previousNode } = getLocation(source, position);
  const isText = previousNode?.type === 'string' || previousNode?.type === 'property';
  if (path.length > 1 || previousNode === undefined || !isText || position <= previousNode.offset) {
    return undefined;
  }
  // A text that is still open ends at the end of its line.
  const isClosed = position >= previousNode.offset + previousNode.length;
  if (isClosed && source.slice(previousNode.offset + 1, position).includes('"')) {
    return undefined;
  }
  const before = source.slice(previousNode.offset + 1, position);
  if (isAtPropertyKey) {
    return { from: position - before.length, to: endOfName(source, position, /[^"\n]*/y), options: keys };
  }
  const start = valueAt(before);
  return start && { from: position - start.length, to: endOfName(source, position, /[\w.:-]*/y), options: start.options };
}

/** The variable that is written at the end of a text: `$...` or `${...`. */
function expressionStart(before: string, sources: readonly Suggestion[]): Start {
  const [variable] = /\$\{?[\w.:-]*$/.exec(before) ?? [];
  if (variable === undefined) {
    return before === '' ? { length: 0, options: sources } : undefined;
  }
  const options = variable.startsWith('${') ? sources.map((option) => ({ ...option, label: braced(option) })) : sources;
  return { length: variable.length, options };
}

const braced = ({ label, isPrefix = false }: Suggestion): string => `\${${label.slice(1)}${isPrefix ? '' : '}'}`;

const wholeValue = (before: string, sources: readonly Suggestion[]): Start => ({ length: before.length, options: sources });

function expressionAt(source: string, position: number, sources: readonly Suggestion[]): Suggestions | undefined {
  const start = expressionStart(source.slice(0, position), sources);
  return start && { from: position - start.length, to: endOfName(source, position, /[\w.]*/y), options: start.options };
}

/** Directives of Velocity that the service supports, with what has to follow. */
const DIRECTIVES = ['#set($name = )', '#if()', '#elseif()', '#else', '#end', '#foreach($item in )', '#define($name)', '#break', '#stop'];

function completeVelocity(source: string, position: number, names: SampleNames): Suggestions | undefined {
  const before = source.slice(0, position);
  const [directive] = /#\w*$/.exec(before) ?? [];
  if (directive !== undefined) {
    return { from: position - directive.length, to: position, options: DIRECTIVES.map((label) => ({ label, detail: 'directive' })) };
  }
  const [, quote, path] = /\$input\.(?:json|path)\((['"])(\$[\w.]*)$/.exec(before) ?? [];
  if (quote !== undefined && path !== undefined) {
    return { from: position - path.length, to: endOfName(source, position, /[\w.]*/y), options: fields(names, '$') };
  }
  const [reference] = /\$!?\{?[A-Za-z_][\w.]*$|\$!?\{?$/.exec(before) ?? [];
  if (reference === undefined) {
    return undefined;
  }
  const lead = /^\$!?\{?/.exec(reference)?.[0] ?? '$';
  const options = velocityReferences(source, names).map(({ label, ...option }) => ({ ...option, label: lead + label }));
  return { from: position - reference.length, to: endOfName(source, position, /[\w.]*/y), options };
}

function velocityReferences(source: string, names: SampleNames): readonly Suggestion[] {
  const variables = new Set([...source.matchAll(/#(?:set|foreach|define)\s*\(\s*\$(\w+)/g)].map(([, name]) => name as string));
  return [
    ...INPUT_MEMBERS.map((name) => ({
      label: `input.${name}${{ body: '', json: "('$')", path: "('$')", params: "('')" }[name]}`,
      detail: {
        body: 'the message',
        json: 'a part of the message as JSON',
        path: 'a part of the message as a value',
        params: 'a parameter',
      }[name],
    })),
    ...names.body.map((name) => ({ label: `input.path('$.${name}')`, detail: 'in the sample' })),
    ...UTIL_MEMBERS.map((name) => ({ label: `util.${name}()`, detail: 'function' })),
    ...[...new Set([...names.context, ...WEBSOCKET_TEMPLATE_VARIABLES])].map((name) => ({
      label: `context.${name}`,
      detail: names.context.includes(name) ? 'in the sample' : 'context variable',
      isPrefix: name.endsWith('.'),
    })),
    ...names.stageVariables.map((name) => ({ label: `stageVariables.${name}`, detail: 'in the sample' })),
    ...[...variables].map((name) => ({ label: name, detail: 'variable of this template' })),
  ];
}

/** The end of the word at a position, which a suggestion replaces. */
function endOfName(source: string, position: number, pattern: RegExp): number {
  pattern.lastIndex = position;
  pattern.test(source);
  return pattern.lastIndex;
}
