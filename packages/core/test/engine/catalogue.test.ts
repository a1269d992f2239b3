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

  test('the bad example has this problem and no other', () => {
    expect(codesOf(bad)).toEqual([{ code, severity }]);
  });

  test('the good example has none', () => {
    expect(codesOf(good)).toEqual([]);
  });

  test('describes the problem in one line, and names a source', () => {
    expect(summary).toMatch(/^[^\n]+\.$/);
    expect(Object.values(SOURCES_OF_RULES)).toContain(source);
  });

  test('is an error only where AWS documents it or was seen to refuse it', () => {
    if (severity === 'error') {
      expect(['documented', 'reported']).toContain(evidence);
    }
  });
});

test('each code has an example and an id of its own', () => {
  expect(RULES.map(({ code }) => code).sort()).toEqual(Object.keys(RULE_EXAMPLES).sort());
  expect(new Set(RULES.map(({ code }) => ruleId(code))).size).toBe(RULES.length);
});

test('each source of a rule is used', () => {
  expect([...new Set(RULES.map(({ source }) => source))].sort()).toEqual(Object.values(SOURCES_OF_RULES).sort());
});

test('ids are kebab-case under the name of the family', () => {
  expect(ruleId('UrlInvalid')).toBe('@apigwv2-integrations/url-invalid');
  expect(ruleId('WebSocketRouteKeyReserved')).toBe('@apigwv2-integrations/web-socket-route-key-reserved');
});

test('no file of the engine imports anything outside it', () => {
  const engine = fileURLToPath(new URL('../../src/engine', import.meta.url));
  for (const file of readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    for (const [, specifier] of readFileSync(join(engine, file), 'utf8').matchAll(/ from '([^']+)'/g)) {
      expect(join('/engine', file, '..', specifier), file).toMatch(/^\/engine(\/|$)/);
    }
  }
});
