import { IntegrationErrors, WebSocketEvaluator } from '@apigwv2-integrations/core';
import { describe, expect, test } from 'vitest';

describe('request', () => {
  test('renders a message', () => {
    const template = `{"id": "$context.connectionId", "text": $input.json('$.text'), "from": "$context.identity.sourceIp", "to": "$stageVariables.to"}`;
    const sample = {
      body: '{"text": "say \\"hi\\""}',
      context: { connectionId: 'abc=', 'identity.sourceIp': '127.0.0.1' },
      stageVariables: { to: 'all' },
    };

    expect(WebSocketEvaluator.request(template, sample)).toEqual({
      body: '{"id": "abc=", "text": "say \\"hi\\"", "from": "127.0.0.1", "to": "all"}',
      missing: [],
    });
  });

  test('renders a handshake', () => {
    const sample = { headers: { Host: 'chat.example.com' }, queryString: { token: 't' } };

    expect(WebSocketEvaluator.request("$input.params('token') $input.params().header.Host", sample).body).toBe('t chat.example.com');
  });

  test('lists references without a value', () => {
    expect(WebSocketEvaluator.request('[$context.stage][$name][$context.stage]')).toEqual({
      body: '[][][]',
      missing: ['$context.stage', '$name'],
    });
  });

  test('selects the integration response of a mock integration', () => {
    const template = '#if($input.path("$.ok") == true){"statusCode": 200}#{else}{"statusCode": 403}#end';
    const integrationResponseKeys = ['/2\\d\\d/', '$default'];

    expect(WebSocketEvaluator.request(template, { body: '{"ok": true}', integrationResponseKeys }).integrationResponseKey).toBe(
      '/2\\d\\d/',
    );
    expect(WebSocketEvaluator.request(template, { integrationResponseKeys }).integrationResponseKey).toBe('$default');
    expect(WebSocketEvaluator.request(template, { integrationResponseKeys: ['/500/'] })).not.toHaveProperty('integrationResponseKey');
    expect(WebSocketEvaluator.request('no status', { integrationResponseKeys })).not.toHaveProperty('integrationResponseKey');
  });

  test('states why and where a template fails', () => {
    expect(WebSocketEvaluator.request('a\n$input.body.substring(9)')).toEqual({
      body: 'a\n',
      missing: [],
      failure: 'line 2, column 1: the index 9 is out of range for a string or list of length 2: check the length or the size first',
    });
  });

  test('throws for a template that does not parse', () => {
    const evaluate = () => WebSocketEvaluator.request('{"id": "${context.connectionId"}');

    expect(evaluate).toThrow(/^the template cannot be evaluated:\n\[TemplateSyntaxInvalid\] line 1, column 31 of the template/);
    try {
      evaluate();
    } catch (error) {
      expect(IntegrationErrors.is(error)).toBe(true);
    }
  });
});

describe('response', () => {
  const integrationResponseKeys = ['/2\\d\\d/', '/.*denied.*/', '$default'];

  test.each([
    [{}, '/2\\d\\d/'],
    [{ statusCode: 500 }, '$default'],
    [{ errorMessage: 'access denied' }, '/.*denied.*/'],
    [{ errorMessage: 'other' }, '$default'],
  ])('for %j selects %s', (sample, key) => {
    expect(WebSocketEvaluator.response('', { ...sample, integrationResponseKeys }).integrationResponseKey).toBe(key);
  });

  test('renders the response of the backend', () => {
    expect(WebSocketEvaluator.response("sent: $input.path('$.MessageId')", { body: '{"MessageId": "m1"}' })).toEqual({
      body: 'sent: m1',
      missing: [],
    });
    expect(WebSocketEvaluator.response('ok')).toEqual({ body: 'ok', missing: [] });
  });
});
