import { type AppliedStep, compileMapping, evaluateRequest, evaluateResponse } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';

const context = { context: () => undefined, stageVariable: () => undefined };

/** What the observer receives, by the position of the entry. */
function observed(run: (observe: (applied: AppliedStep) => void) => void): readonly object[] {
  const applied: object[] = [];
  run(({ step, value, before, after }) => applied.push({ entry: step.entry, value, before, after }));
  return applied;
}

describe('the observer of an evaluation', () => {
  test('receives each change of a request, in the order in which they apply', () => {
    const mapping = compileMapping(
      [
        ['append:header.x-tag', 'b'],
        ['overwrite:path', '/v2${request.path}'],
        ['overwrite:querystring.q', '2'],
        ['remove:header.x-old', ''],
        ['append:header.x-none', '$request.header.none'],
        ['overwrite:nothing', 'x'],
      ],
      'request',
    );
    const input = {
      ...context,
      path: '/a',
      headers: [
        ['x-tag', 'a'],
        ['X-Old', '1'],
      ] as const,
      query: [],
      pathVariable: () => undefined,
    };
    expect(observed((observe) => evaluateRequest(mapping, input, observe))).toEqual([
      { entry: 3, value: undefined, before: '1', after: undefined },
      { entry: 1, value: '/v2/a', before: '/a', after: '/v2/a' },
      { entry: 2, value: '2', before: undefined, after: '2' },
      { entry: 0, value: 'b', before: 'a', after: 'a,b' },
    ]);
    expect(evaluateRequest(mapping, input, () => {})).toEqual(evaluateRequest(mapping, input));
  });

  test('receives each change of a response', () => {
    const mapping = compileMapping(
      [
        ['overwrite:statuscode', '403'],
        ['overwrite:header.x-age', '$response.header.age'],
      ],
      'response',
    );
    const input = { ...context, statusCode: 404, headers: [['age', '12']] as const };
    expect(observed((observe) => evaluateResponse(mapping, input, observe))).toEqual([
      { entry: 0, value: '403', before: '404', after: '403' },
      { entry: 1, value: '12', before: undefined, after: '12' },
    ]);
  });

  test('receives nothing for an entry of a response whose source has no value', () => {
    const mapping = compileMapping([['overwrite:header.x-age', '$response.header.age']], 'response');
    const input = { ...context, statusCode: 404, headers: [['x-age', '1']] as const };
    expect(observed((observe) => evaluateResponse(mapping, input, observe))).toEqual([]);
    expect(evaluateResponse(mapping, input).headers).toEqual([['x-age', '1']]);
  });
});
