import { WebSocketEvaluator } from '@apigwv2-integrations/core';
import { expect, test } from 'vitest';
import { answer, save, saved, selected } from './websocket-templates';

test('the item of the guide', () => {
  expect(saved()).toEqual({
    item: { id: { S: 'L0SM9cOFvHcCIhw=' }, text: { S: 'say "hi"' } },
    missing: ["$input.path('$.room')"],
  });
});

test('the item with a room', () => {
  const { body } = WebSocketEvaluator.request(save, { body: '{"text": "it\'s me", "room": "1"}', context: { connectionId: 'a' } });

  expect(JSON.parse(body).Item).toEqual({ id: { S: 'a' }, text: { S: "it's me" }, room: { S: '1' } });
});

test('the integration response of the guide', () => {
  const right = { body: '{"token": "right"}', stageVariables: { token: 'right' }, integrationResponseKeys: ['/2\\d\\d/', '$default'] };

  expect(selected()).toBe('$default');
  expect(WebSocketEvaluator.request(answer, right).integrationResponseKey).toBe('/2\\d\\d/');
});
