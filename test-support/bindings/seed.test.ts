import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Removes blank lines and indentation, which the copy of the page lacks. */
const linesOf = (path: string) =>
  readFileSync(new URL(path, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const imported = (lines: string[]) => lines.filter((line) => /^from \S+ import /.test(line));
const others = (lines: string[]) => lines.filter((line) => !imported([line]).length);

const names = readdirSync(new URL('seed', import.meta.url)).map((file) => file.replace('.txt', ''));

describe.each(names)('the Python example %s of the CDK’s page', (name) => {
  const page = linesOf(`seed/${name}.txt`);
  const ours = linesOf(`../../examples/seed/python/${name}.py`);

  test('is unchanged except for its imports', () => {
    expect(others(ours)).toEqual(others(page));
  });

  test('imports the same classes from this family', () => {
    const classes = (lines: string[]) => imported(lines).map((line) => line.replace(/^from \S+ /, ''));
    expect(classes(ours)).toEqual(classes(page));
    expect(imported(page).every((line) => line.startsWith('from aws_cdk.aws_apigatewayv2_integrations_alpha '))).toBe(true);
    expect(imported(ours).every((line) => line.startsWith('from apigwv2_integrations_'))).toBe(true);
  });
});

test('every Python example belongs to a copy of the page', () => {
  const examples = readdirSync(new URL('../../examples/seed/python', import.meta.url)).filter((file) => file.endsWith('.py'));
  expect(examples.map((file) => file.replace('.py', '')).sort()).toEqual([...names].sort());
});
