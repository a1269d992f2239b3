import { describe, expect, it } from 'vitest';
import type { RequestModelsPlan } from '../../../src/definitions/websocket-model';
import { compileModels } from '../../../src/websocket-api/integrations/models';
import { disconnect, handshake, message, readModels } from './support';

const model = (Name: string, Schema: unknown) => ({
  Type: 'AWS::ApiGatewayV2::Model',
  Properties: { ApiId: { Ref: 'Api' }, Name, ContentType: 'application/json', Schema },
});

const CHAT = model('Chat', {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string', minLength: 1 }, rank: { type: 'number', minimum: 0, exclusiveMinimum: true } },
});

function validation(properties: object, more: object = { Chat: CHAT }) {
  const { plan, diagnostics } = readModels(properties, more);
  expect(plan).toBeDefined();
  const validate = compileModels(plan as RequestModelsPlan);
  return { diagnostics, valid: async (body: string) => (await validate(message(body))) === undefined, validate };
}

const SELECTED = { ModelSelectionExpression: '$request.body.kind', RequestModels: { chat: 'Chat' } };

describe('models', () => {
  it('W95: accept a message that matches, and refuse any other', async () => {
    const { valid, validate } = validation(SELECTED);
    expect(await valid('{"kind":"chat","text":"hello"}')).toBe(true);
    expect(await valid('{"kind":"chat","text":""}')).toBe(false);
    expect(await validate(message('{"kind":"chat"}'))).toEqual({
      kind: 'failed',
      message: 'Bad request body',
      statusCode: 400,
      reason: expect.stringContaining("the model Chat: the message must have required property 'text'"),
    });
  });

  it('W96: refuse a message that selects no model', async () => {
    const { valid } = validation(SELECTED);
    expect(await valid('{"kind":"other","text":"hello"}')).toBe(false);
    expect(await valid('{"text":"hello"}')).toBe(false);
  });

  it('fall back to $default', async () => {
    const { valid } = validation({ ModelSelectionExpression: '$request.body.kind', RequestModels: { $default: { Ref: 'Chat' } } });
    expect(await valid('{"kind":"other","text":"hello"}')).toBe(true);
    expect(await valid('{"kind":"other"}')).toBe(false);
  });

  it('are of draft 4', async () => {
    const { valid } = validation(SELECTED);
    expect(await valid('{"kind":"chat","text":"a","rank":0}')).toBe(false);
    expect(await valid('{"kind":"chat","text":"a","rank":0.5}')).toBe(true);
  });

  it('refuse text that is not JSON', async () => {
    const { valid } = validation({ ModelSelectionExpression: '\\$default', RequestModels: { $default: 'Chat' } });
    expect(await valid('hello')).toBe(false);
  });

  it('W97: resolve references, and know oneOf', async () => {
    const schema = JSON.stringify({
      definitions: { a: { type: 'object', required: ['a'] }, b: { type: 'object', required: ['b'] } },
      oneOf: [{ $ref: '#/definitions/a' }, { $ref: '#/definitions/b' }],
    });
    const { valid } = validation(
      { ModelSelectionExpression: '\\$default', RequestModels: { $default: 'Either' } },
      { Either: model('Either', schema) },
    );
    expect(await valid('{"a":1}')).toBe(true);
    expect(await valid('{"a":1,"b":2}')).toBe(false);
  });

  it('refuse a message that is nested too deeply to be validated', async () => {
    const { valid, validate } = validation(
      { ModelSelectionExpression: '\\$default', RequestModels: { $default: 'Tree' } },
      { Tree: model('Tree', JSON.stringify({ type: 'array', items: { $ref: '#' } })) },
    );
    expect(await valid('[[[]]]')).toBe(true);
    expect(await validate(message('['.repeat(60_000) + ']'.repeat(60_000)))).toMatchObject({
      message: 'Bad request body',
      reason: expect.stringContaining('it cannot be validated: Maximum call stack size exceeded'),
    });
  });

  it('do not apply to handshakes and disconnects', async () => {
    const { validate } = validation(SELECTED);
    expect(await validate(handshake())).toBeUndefined();
    expect(await validate(disconnect())).toBeUndefined();
  });

  it('do not apply without an expression', () => {
    expect(readModels({ RequestModels: { $default: 'Chat' } }, { Chat: CHAT }).plan).toBeUndefined();
  });

  it.each([
    ['that is not in the assembly', {}, 'is not in the assembly'],
    ['whose schema is not JSON', { Chat: model('Chat', '{') }, 'is not a JSON object'],
    ['whose schema is a list', { Chat: model('Chat', []) }, 'is not a JSON object'],
  ])('%s are reported, and their messages refused', async (_, more, reason) => {
    const { diagnostics, valid } = validation(SELECTED, more);
    expect(diagnostics.map(({ text }) => text)).toEqual([expect.stringContaining(reason)]);
    expect(await valid('{"kind":"chat","text":"a"}')).toBe(false);
  });

  it('with an invalid schema refuse every message', async () => {
    const { validate } = validation(SELECTED, { Chat: model('Chat', { type: 'nothing' }) });
    expect(await validate(message('{"kind":"chat"}'))).toMatchObject({
      reason: expect.stringContaining('schema of the model Chat is invalid'),
    });
  });

  it('of another API are not found', () => {
    const other = { Type: 'AWS::ApiGatewayV2::Model', Properties: { ApiId: 'elsewhere', Name: 'Chat', Schema: {} } };
    expect(readModels(SELECTED, { Other: other }).diagnostics).toHaveLength(1);
  });
});
