import { MappingEvaluator, ParameterMapping } from '@apigwv2-integrations/core';
import { MappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { browserBuffer } from '../src/evaluation/buffer';
import { evaluate, type Kind } from '../src/evaluation/evaluate';
import { STARTS } from '../src/tools/evaluate-state';

describe('evaluate', () => {
  it.each(Object.values(STARTS))('has no problems with the $kind that the form starts with', ({ kind, source, sample }) => {
    const { problems, result } = evaluate(kind, source, sample);
    expect(problems).toEqual([]);
    expect(result).toBeDefined();
  });

  it('gives what MappingEvaluator gives in a unit test', () => {
    const sample = { path: '/books/7', pathVariables: { id: '7' }, headers: { user: 'ada' }, queryString: { a: '1' } };
    const mapping = new ParameterMapping()
      .appendHeader('x-user', MappingValue.requestHeader('user'))
      .overwritePath(MappingValue.custom('/v2/$request.path.id'))
      .removeQueryString('a');
    const { path, headers, queryString } = MappingEvaluator.request(mapping, sample);
    const { result = '' } = evaluate('request', JSON.stringify(mapping.mappings), JSON.stringify(sample));
    expect(JSON.parse(result)).toEqual({ path, headers, queryString });
  });

  it('marks the wrong part of a mapping with carets', () => {
    const [problem] = evaluate('request', '{"append:header.x": "$request.heder.user"}', '{}').problems;
    expect(problem).toMatchObject({ code: 'SourceUnknown', excerpt: expect.stringContaining('\n^^^') });
  });

  it('selects a nested context variable', () => {
    const { result = '' } = evaluate(
      'request',
      '{"append:header.x": "$context.authorizer.sub"}',
      '{"context":{"authorizer":{"sub":"ada"}}}',
    );
    expect(JSON.parse(result).headers).toEqual({ x: 'ada' });
  });

  it('maps a response', () => {
    const { result = '' } = evaluate('response', '{"overwrite:statuscode": "403"}', '{"statusCode":404}');
    expect(JSON.parse(result)).toEqual({ statusCode: 403, headers: {} });
  });

  it('renders a template and lists the references without a value', () => {
    const { result, problems } = evaluate('velocity', "$input.json('$.a') $context.stage", '{"body":"{\\"a\\":1}"}');
    expect(result).toBe('1 ');
    expect(problems).toContainEqual(expect.objectContaining({ code: 'NoValue', excerpt: expect.stringContaining('^') }));
  });

  it('marks a syntax error of a template', () => {
    const { result, problems } = evaluate('velocity', '#if($a)\nx', '{}');
    expect(result).toBeUndefined();
    expect(problems[0]).toMatchObject({ code: 'TemplateSyntaxInvalid', excerpt: expect.stringContaining('^') });
  });

  it.each<[Kind, string, string, string]>([
    ['request', '{', '{}', 'the mapping is not valid JSON'],
    ['request', '{}', '[]', 'the sample is not a JSON object'],
    ['response', '{"append:header.x": 1}', '{}', 'the value of append:header.x is not a text'],
    ['velocity', 'x', 'x', 'the sample is not valid JSON'],
  ])('%s %j with %j: %s', (kind, source, sample, message) => {
    expect(evaluate(kind, source, sample)).toEqual({ problems: [expect.objectContaining({ code: 'InputInvalid', message })] });
  });
});

describe('browserBuffer', () => {
  const text = string({ unit: 'binary' });

  it('encodes and measures as Buffer does', () => {
    assert(
      property(text, (value) => {
        expect(browserBuffer.from(value, 'utf8').toString('base64')).toBe(Buffer.from(value, 'utf8').toString('base64'));
        expect(browserBuffer.byteLength(value)).toBe(Buffer.byteLength(value));
      }),
    );
  });

  it('decodes base64 as Buffer does, however wrong it is', () => {
    const base64 = string({ unit: 'grapheme-ascii' });
    assert(
      property(base64, (value) => {
        expect(browserBuffer.from(value, 'base64').toString('utf8')).toBe(Buffer.from(value, 'base64').toString('utf8'));
      }),
    );
  });

  it('decodes hexadecimal digits', () => {
    expect(browserBuffer.from('c3a9', 'hex').toString('utf8')).toBe('é');
  });
});
