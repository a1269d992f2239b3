import { describe, expect, it } from 'vitest';
import { complete } from '../../.vitepress/theme/playground/completion';
import type { Mode } from '../../.vitepress/theme/playground/modes';

const SAMPLE = JSON.stringify({
  headers: { 'x-user': 'ada' },
  queryString: { q: '1' },
  pathVariables: { id: '42' },
  body: '{"user":{"name":"Ada"},"not a name":1}',
  context: { tenant: 'acme' },
  stageVariables: { version: 'v2' },
});

/** Suggestions at the bar in a text. */
function at(mode: Mode, text: string, sample = SAMPLE) {
  const position = text.indexOf('|');
  const source = text.slice(0, position) + text.slice(position + 1);
  const found = complete({ mode, source, sample }, position);
  return found && { replaced: source.slice(found.from, found.to), labels: found.options.map(({ label }) => label) };
}

describe('in a request mapping', () => {
  it('completes keys with the actions that each destination supports', () => {
    const { replaced, labels } = at('request', '{"app|"}') ?? {};
    expect(replaced).toBe('app');
    expect(labels).toEqual(expect.arrayContaining(['append:header.', 'remove:querystring.', 'overwrite:path', 'remove:header.x-user']));
    expect(labels).not.toContain('append:path');
    expect(labels).not.toContain('overwrite:statuscode');
  });

  it('replaces the whole key', () => {
    expect(at('request', '{"append:|header.x": "a"}')?.replaced).toBe('append:header.x');
  });

  it.each([
    ['{"append:header.x": "|"}', ''],
    ['{"append:header.x": "$req|"}', '$req'],
    ['{"append:header.x": "$request.he|der.y"}', '$request.heder.y'],
    ['{"append:header.x": "a $request.|"}', '$request.'],
    ['{"append:header.x": "$', undefined],
  ])('completes sources in %s', (text, replaced) => {
    const found = at('request', text.includes('|') ? text : `${text}|`);
    expect(found?.replaced).toBe(replaced ?? '$');
    expect(found?.labels).toEqual(
      expect.arrayContaining([
        '$request.header.',
        '$request.header.x-user',
        '$request.path',
        '$request.path.id',
        '$request.body.user.name',
        '$context.requestId',
        '$context.tenant',
        '$stageVariables.version',
      ]),
    );
  });

  it('leaves out what a request cannot read', () => {
    const { labels = [] } = at('request', '{"append:header.x": "|"}') ?? {};
    expect(labels.filter((label) => label.startsWith('$response'))).toEqual([]);
    expect(labels).not.toContain('$context.integrationLatency');
    expect(labels).not.toContain('$request.body.not a name');
  });

  it('closes the braces of a variable', () => {
    const { labels } = at('request', '{"overwrite:path": "/v2${req|"}') ?? {};
    expect(labels).toEqual(expect.arrayContaining(['${request.path}', '${request.header.']));
  });

  it.each(['|{}', '{"a": 1|}', '{"append:header.x": "text|"}', '{"a": {"b|": "c"}}', '{"append:header.x": "$request.path" |}'])(
    'suggests nothing in %s',
    (text) => {
      expect(at('request', text)).toBeUndefined();
    },
  );

  it('needs no valid sample', () => {
    expect(at('request', '{"|"}', '{')?.labels).toContain('append:header.');
  });
});

it('completes the status code and late context variables in a response mapping', () => {
  expect(at('response', '{"|"}')?.labels).toContain('overwrite:statuscode');
  const { labels } = at('response', '{"append:header.x": "|"}') ?? {};
  expect(labels).toEqual(expect.arrayContaining(['$response.header.x-user', '$response.body', '$context.integrationLatency']));
  expect(labels?.filter((label) => label.startsWith('$request'))).toEqual([]);
});

it('completes destinations and sources of request parameters', () => {
  expect(at('parameters', '{"int|"}')?.labels).toEqual(
    expect.arrayContaining(['integration.request.header.', 'integration.request.querystring.', 'integration.request.path.']),
  );
  expect(at('parameters', '{"integration.request.header.x": "route|"}')).toMatchObject({
    replaced: 'route',
    labels: expect.arrayContaining([
      'route.request.body',
      'route.request.body.user.name',
      'route.request.multivalueheader.',
      'context.connectionId',
    ]),
  });
});

it('completes a route selection expression with the fields of the message', () => {
  expect(at('selection', '$request.|')).toEqual({
    replaced: '$request.',
    labels: ['$request.body.', '$request.body.user', '$request.body.user.name'],
  });
  expect(at('selection', '${request.|')?.labels).toContain('${request.body.user}');
});

describe('in a Velocity template', () => {
  it.each([
    ['$|', '$'],
    ['a $inp|', '$inp'],
    ['$context.conn|ection', '$context.connection'],
  ])('completes the references in %s', (text, replaced) => {
    const found = at('request-template', text);
    expect(found?.replaced).toBe(replaced);
    expect(found?.labels).toEqual(
      expect.arrayContaining([
        "$input.json('$')",
        '$input.body',
        '$util.escapeJavaScript()',
        '$context.connectionId',
        '$context.tenant',
        '$stageVariables.version',
      ]),
    );
  });

  it('completes variables of the template, quiet and in braces', () => {
    expect(at('response-template', "#foreach($room in $input.path('$'))$!{|#end")?.labels).toContain('$!{room');
  });

  it('completes the fields of the message in a path', () => {
    expect(at('request-template', "$input.path('$.us|')")).toEqual({ replaced: '$.us', labels: ['$.', '$.user', '$.user.name'] });
  });

  it('completes directives', () => {
    expect(at('request-template', 'x #fo|')?.labels).toContain('#foreach($item in )');
  });

  it('suggests nothing in plain text', () => {
    expect(at('request-template', 'plain |')).toBeUndefined();
  });
});

it('suggests nothing in a whole template', () => {
  expect(at('template', 'Resources: $|')).toBeUndefined();
});
