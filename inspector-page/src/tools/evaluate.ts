import * as engine from '@apigwv2-integrations/core/engine';
import type { ShownFinding } from '../detail/why';
import type { Kind } from './evaluate-state';
import { provideBuffer } from './text-bytes';

provideBuffer();

export interface Evaluation {
  readonly problems: readonly ShownFinding[];
  /** Absent if the source or the sample cannot be evaluated. */
  readonly result?: string;
}

type Values = Readonly<Record<string, string>>;

interface Sample {
  readonly path?: string;
  readonly statusCode?: number;
  readonly pathVariables?: Values;
  readonly headers?: Values;
  readonly queryString?: Values;
  readonly body?: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly stageVariables?: Values;
}

/** Evaluates with core's engine, as the checks, unit tests and the local gateway do. */
export function evaluate(kind: Kind, source: string, sampleText: string): Evaluation {
  const sample = readObject('sample', sampleText);
  if ('problems' in sample) {
    return sample;
  }
  return kind === 'velocity' ? evaluateTemplate(source, sample.value) : evaluateMapping(kind, source, sample.value);
}

function evaluateMapping(direction: 'request' | 'response', source: string, sample: Sample): Evaluation {
  const mapping = readObject<Values>('mapping', source);
  if ('problems' in mapping) {
    return mapping;
  }
  const entries = Object.entries(mapping.value);
  const notText = entries.find(([, value]) => typeof value !== 'string');
  if (notText !== undefined) {
    return invalid(`the value of ${notText[0]} is not a text`, 'write each value in quotation marks');
  }
  const problems = engine.checkMapping(engine.readMapping(entries), direction);
  const common = {
    headers: Object.entries(sample.headers ?? {}),
    body: sample.body,
    context: lookup(sample.context),
    stageVariable: lookup(sample.stageVariables),
  };
  const compiled = engine.compileMapping(entries, direction);
  if (direction === 'response') {
    const { statusCode, headers } = engine.evaluateResponse(compiled, { ...common, statusCode: sample.statusCode ?? 200 });
    return { problems, result: asText({ statusCode, headers: listed(headers) }) };
  }
  const { path, headers, query } = engine.evaluateRequest(compiled, {
    ...common,
    path: sample.path ?? '/',
    query: Object.entries(sample.queryString ?? {}),
    pathVariable: lookup(sample.pathVariables),
  });
  return { problems, result: asText({ path, headers: listed(headers), queryString: listed(query) }) };
}

function evaluateTemplate(source: string, { body, headers, queryString, context, stageVariables }: Sample): Evaluation {
  const problems = engine.checkTemplateText('template', source, {});
  const template = engine.parseVelocity(source);
  if (!('nodes' in template)) {
    return { problems };
  }
  const { text, missing, failure } = engine.evaluateVelocity(template, { body, headers, queryString, context, stageVariables });
  const without = missing.map(
    ({ reference, span }): ShownFinding => ({
      severity: 'warning',
      code: 'NoValue',
      message: `${reference} has no value in this sample, so it prints nothing`,
      excerpt: engine.velocityExcerpt(source, span),
    }),
  );
  const failed: readonly ShownFinding[] =
    failure === undefined
      ? []
      : [
          {
            severity: 'error',
            code: 'EvaluationFailed',
            message: failure.message,
            remedy: failure.remedy,
            excerpt: engine.velocityExcerpt(source, failure.span),
          },
        ];
  return { problems: [...problems, ...failed, ...without], result: text };
}

function readObject<T extends object = Sample>(what: string, text: string): { readonly value: T } | Evaluation {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { value: value as T }
      : invalid(`the ${what} is not a JSON object`, 'write it in braces');
  } catch (error) {
    const offset = Number(/position (\d+)/.exec(String(error))?.[1] ?? text.length);
    return invalid(
      `the ${what} is not valid JSON`,
      'correct the text at the caret',
      engine.excerpt(text, { start: offset, end: offset + 1 }),
    );
  }
}

function invalid(message: string, remedy: string, excerpt?: string): Evaluation {
  return { problems: [{ severity: 'error', code: 'InputInvalid', message, remedy, excerpt }] };
}

function lookup(values: Readonly<Record<string, unknown>> = {}): (name: string) => string | undefined {
  return (name) => {
    const value = Object.hasOwn(values, name) ? values[name] : name.split('.').reduce<unknown>(member, values);
    return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** Values by name, several of one name joined by commas. */
function listed(pairs: readonly (readonly [string, string])[]): Values {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    const first = values.get(name);
    values.set(name, first === undefined ? value : `${first},${value}`);
  }
  return Object.fromEntries(values);
}

const asText = (value: unknown): string => JSON.stringify(value, undefined, 2);
