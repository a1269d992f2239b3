import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkTemplate, RULES, ruleId } from '@apigwv2-integrations/core/engine';
import { exampleOf, RULE_EXAMPLES } from 'test-support/rules/examples';
import type { Resources } from 'test-support/rules/resources';
import { describe, expect, test } from 'vitest';
import { SOURCES_OF_RULES } from '../../src/engine/rules/sources';

const codesOf = (resources: Resources) =>
  checkTemplate(JSON.parse(JSON.stringify({ Resources: resources }))).map(({ code, severity }) => ({ code, severity }));

describe.each(RULES)('$code', ({ code, severity, summary, source, evidence }) => {
  const { bad, good } = exampleOf(code);

  test('the invalid example has only this problem', () => {
    expect(codesOf(bad)).toEqual([{ code, severity }]);
  });

  test('the valid example has no problem', () => {
    expect(codesOf(good)).toEqual([]);
  });

  test('describes the problem in one line, with a source', () => {
    expect(summary).toMatch(/^[^\n]+\.$/);
    expect(Object.values(SOURCES_OF_RULES)).toContain(source);
  });

  test('is an error only if AWS documents the fact or was observed to reject it', () => {
    if (severity === 'error') {
      expect(['documented', 'reported']).toContain(evidence);
    }
  });
});

test('each code has an example and a unique ID', () => {
  expect(RULES.map(({ code }) => code).sort()).toEqual(Object.keys(RULE_EXAMPLES).sort());
  expect(new Set(RULES.map(({ code }) => ruleId(code))).size).toBe(RULES.length);
});

test('uses each source', () => {
  expect([...new Set(RULES.map(({ source }) => source))].sort()).toEqual(Object.values(SOURCES_OF_RULES).sort());
});

test('builds IDs in kebab case with the family’s prefix', () => {
  expect(ruleId('UrlInvalid')).toBe('@apigwv2-integrations/url-invalid');
  expect(ruleId('WebSocketRouteKeyReserved')).toBe('@apigwv2-integrations/web-socket-route-key-reserved');
});

test('imports nothing from outside the engine', () => {
  const engine = fileURLToPath(new URL('../../src/engine', import.meta.url));
  for (const file of readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    for (const [, specifier] of readFileSync(join(engine, file), 'utf8').matchAll(/ from '([^']+)'/g)) {
      expect(join('/engine', file, '..', specifier), file).toMatch(/^\/engine(\/|$)/);
    }
  }
});
