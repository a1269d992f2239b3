import * as engine from '@apigwv2-integrations/core/engine';
import { provideBuffer } from '../../../../inspector-page/src/evaluation/buffer';
import {
  type EntryResult,
  evaluateMapping,
  evaluateWebSocketParameters,
  type MappingEvaluation,
  type WebSocketSample,
} from '../../../../inspector-page/src/evaluation/mapping';
import { type EvaluationProblem, readObject, type Sample } from '../../../../inspector-page/src/evaluation/sample';
import { evaluateTemplate } from '../../../../inspector-page/src/evaluation/velocity';
import { compileRouteSelection } from '../../../../packages/local/src/websocket-api/selection-expression';
import { readEntries, type SourceEntry } from './json-source';
import { errorsFirst, type LocatedProblem } from './located-problem';
import type { Mode, PlaygroundState } from './modes';

provideBuffer();

export type { EntryResult };

/** What became of a text and a sample. */
export interface Analysis {
  /** Errors first, each in the order of the text. */
  readonly problems: readonly LocatedProblem[];
  /** What each entry of a mapping did. */
  readonly entries?: readonly EntryResult[];
  /** The results, each with a title. */
  readonly results: readonly { readonly title: string; readonly text: string }[];
}

/** The modes that need no reader of templates. */
export type EvaluatedMode = Exclude<Mode, 'template'>;

/** A sample of any mode. */
interface AnySample extends WebSocketSample {
  /** The keys of all routes. */
  readonly routeKeys?: readonly unknown[];
  /** The keys of all integration responses. */
  readonly integrationResponseKeys?: readonly unknown[];
  readonly errorMessage?: unknown;
}

/** Checks and evaluates a text with core's engine, as the constructs, unit tests and the local gateway do. */
export function analyze({ mode, source, sample }: PlaygroundState & { readonly mode: EvaluatedMode }): Analysis {
  const read = readObject<AnySample>('sample', sample);
  const { value = {}, problems: sampleProblems = [] } = 'problems' in read ? { ...read, value: undefined } : { ...read, problems: [] };
  // A sample that cannot be read must not hide the problems of the text.
  const analysis = analyzeWith(mode, source, textual(value));
  const inSample = sampleProblems.map((problem): LocatedProblem => ({ ...problem, place: 'sample' }));
  return { ...(inSample.length > 0 ? { results: [] } : analysis), problems: errorsFirst([...inSample, ...analysis.problems]) };
}

/** A body may be typed as JSON. Whatever else should be a text is made one. */
function textual(sample: AnySample): AnySample {
  const text = (value: unknown) => (value === undefined || typeof value === 'string' ? value : JSON.stringify(value));
  const { body, path, routeKey, statusCode } = sample as Readonly<Record<string, unknown>>;
  return {
    ...sample,
    body: text(body),
    ...(path === undefined ? {} : { path: text(path) }),
    ...(routeKey === undefined ? {} : { routeKey: text(routeKey) }),
    ...(statusCode === undefined ? {} : { statusCode: Number(statusCode) || undefined }),
  };
}

function analyzeWith(mode: EvaluatedMode, source: string, sample: AnySample): Analysis {
  switch (mode) {
    case 'request':
      return analyzeMapping(source, (pairs) => evaluateMapping('request', pairs, sample), 'Request to the backend');
    case 'response':
      return analyzeMapping(source, (pairs) => evaluateMapping('response', pairs, sample), 'Response to the client');
    case 'parameters':
      return analyzeMapping(source, (pairs) => evaluateWebSocketParameters(pairs, sample), 'Parameters of the request to the backend');
    case 'selection':
      return analyzeSelection(source, sample);
    case 'request-template':
      return analyzeTemplate(source, sample, true);
    case 'response-template':
      return analyzeTemplate(source, sample, false);
  }
}

type Evaluate = (pairs: readonly (readonly [string, string])[]) => MappingEvaluation;

function analyzeMapping(source: string, evaluate: Evaluate, title: string): Analysis {
  const read = readEntries(source);
  if ('problems' in read) {
    return { problems: read.problems.map((problem) => withExcerpt(problem, source)), results: [] };
  }
  const { entries, result } = evaluate(read.entries.map(({ key, value }) => [key, value] as const));
  const problems = entries.flatMap((entry, index) =>
    entry.problems.map((problem) => locateProblem(problem, read.entries[index] as SourceEntry)),
  );
  const isRejected = entries.some(({ effect }) => effect.kind === 'rejected');
  return { problems, entries, results: [{ title: isRejected ? `${title}, without the rejected entries` : title, text: result }] };
}

/** A problem is about the key or the value of its entry: its own value says which. */
function locateProblem({ code, severity, message, remedy, excerpt, span, value }: engine.Problem, entry: SourceEntry): LocatedProblem {
  const at = entry.locate(value !== entry.value || value === entry.key, span);
  return { code, severity, message, remedy, excerpt, at };
}

function withExcerpt(problem: LocatedProblem, text: string): LocatedProblem {
  return problem.at === undefined ? problem : { ...problem, excerpt: engine.velocityExcerpt(text, problem.at) };
}

function analyzeSelection(expression: string, { body, routeKeys = [] }: AnySample): Analysis {
  const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: expression } };
  const problems = engine
    .checkTemplate({ Resources: { Api: api } })
    .filter(({ property }) => property === 'Properties/RouteSelectionExpression')
    .map(({ code, severity, message, remedy }): LocatedProblem => {
      const [fault] = engine.parseExpression(expression).faults;
      const at = fault ?? { start: 0, end: expression.length };
      return { code, severity, message, remedy, at, excerpt: engine.excerpt(expression, at) };
    });
  const routes = routeKeys.map((key) => ({ key: String(key) }));
  const { value, key } = compileRouteSelection({ routes, routeSelectionExpression: expression })(body ?? '');
  const selected = key === undefined ? 'No route: the client receives an error of the kind Forbidden.' : `The route ${key}.`;
  return {
    problems,
    results: [
      { title: 'Value of the expression', text: value === '' ? '(empty)' : value },
      { title: 'Selected route', text: selected },
    ],
  };
}

function analyzeTemplate(source: string, sample: AnySample, isRequest: boolean): Analysis {
  const { problems, result } = evaluateTemplate(source, sample as Sample);
  const located = problems.map(({ span, ...problem }: EvaluationProblem): LocatedProblem => ({ ...problem, at: span }));
  if (result === undefined) {
    return { problems: located, results: [] };
  }
  const results = [{ title: isRequest ? 'Request to the backend' : 'Message to the client', text: result }];
  const selection = integrationResponse(result, sample, isRequest);
  return {
    problems: located,
    results: selection === undefined ? results : [...results, { title: 'Integration response', text: selection }],
  };
}

/** The integration response that the service selects, for a sample with the keys of all of them. */
function integrationResponse(result: string, sample: AnySample, isRequest: boolean): string | undefined {
  const { integrationResponseKeys, statusCode = 200, errorMessage } = sample;
  const answer = isRequest ? engine.mockStatusCode(result) : String(errorMessage ?? statusCode);
  if (!Array.isArray(integrationResponseKeys) || answer === undefined) {
    return undefined;
  }
  const key = engine.selectIntegrationResponse(integrationResponseKeys.map(String), answer);
  return key === undefined ? `None matches ${answer}.` : `${answer} selects ${key}.`;
}
