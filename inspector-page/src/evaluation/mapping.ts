import * as engine from '@apigwv2-integrations/core/engine';
import { asJson, joined, lookup, pairsOf, type Sample } from './sample';

type Pair = readonly [key: string, expression: string];

/** What an entry of a mapping did to a sample. */
export type Effect =
  | { readonly kind: 'added' | 'changed' | 'removed'; readonly target: string; readonly before?: string; readonly after?: string }
  | { readonly kind: 'none'; readonly reason: string }
  /** The service rejects a mapping with such an entry. */
  | { readonly kind: 'rejected'; readonly reason: string };

/** An entry of a mapping, and what became of it. */
export interface EntryResult {
  readonly key: string;
  readonly expression: string;
  /** What the expression came to. @default - it has no value, or the entry removes one */
  readonly value?: string;
  readonly effect: Effect;
  readonly problems: readonly engine.Problem[];
}

/** A mapping after its evaluation. */
export interface MappingEvaluation {
  /** In the order in which they are written. */
  readonly entries: readonly EntryResult[];
  /** The request or the response after the mapping, as JSON. */
  readonly result: string;
}

/** Evaluates a mapping of an HTTP API with core's engine, as the checks, unit tests and the local gateway do. */
export function evaluateMapping(direction: engine.Direction, pairs: readonly Pair[], sample: Sample): MappingEvaluation {
  const problems = problemsByEntry(pairs, direction);
  const isRejected = (index: number) => problems[index]?.some(({ severity }) => severity === 'error') ?? false;
  const { steps, ...mapping } = engine.compileMapping(pairs, direction);
  // What the other entries do shows the effect of each entry, although the service rejects all of them.
  const compiled = { ...mapping, steps: steps.filter(({ entry }) => !isRejected(entry)) };
  const applied = new Map<number, engine.AppliedStep>();
  const observe = (change: engine.AppliedStep) => applied.set(change.step.entry, change);
  const result = direction === 'request' ? mappedRequest(compiled, sample, observe) : mappedResponse(compiled, sample, observe);
  const valid = new Set(steps.map(({ entry }) => entry));
  const effectAt = (index: number, change: engine.AppliedStep | undefined): Effect => {
    if (isRejected(index)) {
      return { kind: 'rejected', reason: 'the service rejects the whole mapping' };
    }
    return valid.has(index) ? effectOf(change) : { kind: 'none', reason: `the key is not valid in a ${direction} mapping` };
  };
  const entries = pairs.map(([key, expression], index): EntryResult => {
    const change = applied.get(index);
    return { key, expression, value: change?.value, effect: effectAt(index, change), problems: problems[index] ?? [] };
  });
  return { entries, result: asJson(result) };
}

type Observe = (change: engine.AppliedStep) => void;

function mappedRequest(compiled: engine.CompiledMapping, sample: Sample, observe: Observe): object {
  const input = {
    ...commonInput(sample),
    path: sample.path ?? '/',
    query: pairsOf(sample.queryString),
    pathVariable: lookup(sample.pathVariables),
  };
  const { path, headers, query } = engine.evaluateRequest(compiled, input, observe);
  return { path, headers: joined(headers), queryString: joined(query) };
}

function mappedResponse(compiled: engine.CompiledMapping, sample: Sample, observe: Observe): object {
  const input = { ...commonInput(sample), statusCode: sample.statusCode ?? 200 };
  const { statusCode, headers } = engine.evaluateResponse(compiled, input, observe);
  return { statusCode, headers: joined(headers) };
}

function commonInput({ headers, body, context, stageVariables }: Sample) {
  return { headers: pairsOf(headers), body, context: lookup(context), stageVariable: lookup(stageVariables) };
}

/** The problems of each entry. One that changes what an earlier entry changes has that problem. */
function problemsByEntry(pairs: readonly Pair[], direction: engine.Direction): readonly (readonly engine.Problem[])[] {
  const entries = engine.readMapping(pairs);
  return entries.map((entry, index) => {
    const own = engine.checkMapping([entry], direction);
    const before = engine.checkTwice(entries.slice(0, index)).length;
    return [...own, ...engine.checkTwice(entries.slice(0, index + 1)).slice(before)];
  });
}

function effectOf(change: engine.AppliedStep | undefined): Effect {
  if (change === undefined) {
    return { kind: 'none', reason: 'the expression has no value in this sample' };
  }
  const { step, before, after } = change;
  const target = targetOf(step);
  if (before === after) {
    return { kind: 'none', reason: step.action === 'remove' ? `the sample has no ${target}` : unchanged(change, target) };
  }
  return { kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed', target, before, after };
}

function unchanged({ step, value, after }: engine.AppliedStep, target: string): string {
  return step.location === 'statuscode' && value !== after ? `${value} is no status code` : `the ${target} already has this value`;
}

const TARGETS = { header: 'header', querystring: 'query string parameter', path: 'path', statuscode: 'status code' } as const;

function targetOf({ location, name }: { readonly location: keyof typeof TARGETS; readonly name: string }): string {
  return `${TARGETS[location]} ${name}`.trim();
}

/** A handshake or a message, with which the request parameters of a WebSocket API are evaluated. */
export interface WebSocketSample extends Sample {
  /** The route that was selected. @default '$default' */
  readonly routeKey?: string;
}

/** Evaluates the request parameters of a WebSocket API with core's engine. */
export function evaluateWebSocketParameters(pairs: readonly Pair[], sample: WebSocketSample): MappingEvaluation {
  const { routeKey = '$default', headers, queryString, body, context, stageVariables } = sample;
  const input: engine.WebSocketParameterInput = {
    handshake: routeKey === '$connect' ? { headers: pairsOf(headers), query: pairsOf(queryString) } : undefined,
    body,
    context: lookup(context),
    stageVariable: lookup(stageVariables),
  };
  const written = { header: [] as Pair[], querystring: [] as Pair[], path: [] as Pair[] };
  const entries = pairs.map((pair): EntryResult => {
    const [key, expression] = pair;
    const problems = [...engine.checkWebSocketParameter(key, expression), ...engine.checkWebSocketSourceOnRoute(expression, routeKey)];
    const [parameter] = engine.readWebSocketParameters([pair]);
    const value = parameter?.read(input);
    if (parameter === undefined || value === undefined) {
      const reason = parameter === undefined ? 'the destination is not valid' : 'the source has no value in this sample';
      return { key, expression, effect: { kind: 'none', reason }, problems };
    }
    const { location, name } = parameter;
    written[location].push([name, value]);
    const target = location === 'path' ? `path variable ${name}` : targetOf({ location, name });
    return { key, expression, value, effect: { kind: 'added', target, after: value }, problems };
  });
  const { header, querystring, path } = written;
  return { entries, result: asJson({ headers: joined(header), queryString: joined(querystring), pathVariables: joined(path) }) };
}
