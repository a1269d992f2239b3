import {
  checkMapping,
  compileMapping,
  evaluateRequest,
  evaluateResponse,
  parseDestination,
  parseExpression,
  printDestination,
  printExpression,
  readMapping,
} from '@apigwv2-integrations/core/engine';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const seed = Number(process.env.TEST_SEED);
const runs = { numRuns: 1000, seed };

/** Text in which the marks of the grammar are frequent. */
const marks = fc.constantFrom('$', '{', '}', '[', ']', '.', '..', "'", '"', '?', '*', ':', '/', ' ', '\\', '\n', '__proto__');
const words = fc.constantFrom('request', 'response', 'header', 'querystring', 'path', 'body', 'context', 'stageVariables', 'x', '0', 'é');
const soup = fc.array(fc.oneof(marks, words, fc.string({ maxLength: 3 })), { maxLength: 40 }).map((parts) => parts.join(''));
const anyText = fc.oneof(soup, fc.string(), fc.string({ unit: 'binary', maxLength: 200 }));

const input = {
  path: '/',
  headers: [['a', 'b']] as const,
  query: [],
  body: '{"a":[1]}',
  statusCode: 200,
  pathVariable: () => undefined,
  context: () => undefined,
  stageVariable: () => undefined,
};

test.each(['$request.body', '${response.body}', '$request.body.a[0]', 'a ${request.header.x} b', '$request.path', '$unknown.x'])(
  'prints %s unchanged after parsing',
  (text) => {
    expect(printExpression(parseExpression(text))).toBe(text);
  },
);

describe(`any text (seed ${seed})`, () => {
  test('is printed unchanged after parsing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printExpression(parseExpression(text))).toBe(text);
      }),
      runs,
    );
  });

  test('is split into adjacent parts', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { parts } = parseExpression(text);
        expect(parts.reduce((end, part) => (part.start === end && part.end > part.start ? part.end : Number.NaN), 0)).toBe(text.length);
      }),
      runs,
    );
  });

  test('is checked and evaluated as key and value without an exception', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom('request' as const, 'response' as const), (key, value, direction) => {
        for (const problem of checkMapping(readMapping([[key, value]]), direction)) {
          expect(problem.code).toMatch(/^[A-Z]\w+$/);
          expect(problem.message.length).toBeGreaterThan(0);
          expect(problem.remedy.length).toBeGreaterThan(0);
        }
        const compiled = compileMapping([[key, value]], direction);
        return direction === 'request' ? evaluateRequest(compiled, input) !== undefined : evaluateResponse(compiled, input) !== undefined;
      }),
      runs,
    );
  });

  test('is printed unchanged as a key', () => {
    const key = fc.tuple(fc.constantFrom('append', 'overwrite', 'remove', 'x', ''), fc.constantFrom(':', '.'), words, anyText);
    fc.assert(
      fc.property(key, ([action, mark, location, rest]) => {
        const text = `${action}${mark}${location}${rest}`;
        const destination = parseDestination(text);
        expect(destination === undefined ? text : printDestination(destination)).toBe(text);
      }),
      runs,
    );
  });
});

describe('header names', () => {
  test('compares header names case-insensitively', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,10}$/);
    fc.assert(
      fc.property(name, fc.boolean(), (header, upper) => {
        const compiled = compileMapping([['overwrite:header.copy', `$request.header.${upper ? header.toUpperCase() : header}`]], 'request');
        const { headers } = evaluateRequest(compiled, { ...input, headers: [[header.toLowerCase(), 'value']] });
        expect(headers.filter(([key]) => key === 'copy')).toEqual([['copy', 'value']]);
      }),
      runs,
    );
  });
});

describe('long and deep input', () => {
  const LONG = 100_000;

  /** What would take minutes, were it not linear: the test's own time limit is what fails then. */
  test.each([
    '$',
    '${',
    '[',
    '$request.body[',
    '${request.header.',
    '$request.body.',
    '..',
    "['",
    '$context.',
    '${}',
    'append:header.',
    '}',
    '$request.body[?(',
  ])(
    'parses 100,000 characters of %j in time',
    (unit) => {
      const text = unit.repeat(Math.ceil(LONG / unit.length));
      expect(printExpression(parseExpression(text))).toBe(text);
      expect(checkMapping(readMapping([[text, text]]), 'request').length).toBeGreaterThan(0);
      expect(evaluateRequest(compileMapping([['overwrite:header.x', text]], 'request'), input)).toBeDefined();
    },
    20_000,
  );

  const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const evaluate = (expression: string, body: string) =>
    evaluateRequest(compileMapping([['overwrite:header.x', expression]], 'request'), { ...input, body }).headers.find(
      ([name]) => name === 'x',
    )?.[1];

  test('reads a deep value of JSON nested 10,000 levels', () => {
    expect(evaluate(`$request.body${'.a'.repeat(10_000)}`, deep(10_000))).toBe('1');
  });

  test('writes JSON nested 10,000 levels as text, or throws a clear error', () => {
    let outcome: string | undefined;
    try {
      outcome = evaluate('$request.body.a', deep(10_000));
    } catch (error) {
      outcome = String(error);
    }
    expect(outcome).toMatch(/^\{"a":|\[BodyTooDeep\]/);
  });

  test('reads a body above 100 KB only as a whole', () => {
    const body = (size: number) => JSON.stringify({ a: 'x'.repeat(size) });

    expect(evaluate('$request.body.a', body(90_000))).toHaveLength(90_000);
    expect(evaluate('$request.body.a', body(110_000))).toBeUndefined();
    expect(evaluate('$request.body', body(110_000))).toHaveLength(110_008);
    // Bytes count, not characters.
    expect(evaluate('$request.body.a', JSON.stringify({ a: 'é'.repeat(60_000) }))).toBeUndefined();
    expect(evaluate('$request.body.a', 'no JSON')).toBeUndefined();
  });
});
