import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { titleProblem } from '../pull-request-title';

const packages = readdirSync(new URL('../../packages', import.meta.url));

describe('pull request title', () => {
  test.each([
    ...packages.map((name) => `feat(${name}): a change`),
    'fix(lambda)!: a break',
    'chore(deps): upgrade dependencies',
    'docs(docs): a page',
  ])('accepts "%s"', (title) => {
    expect(titleProblem(title, packages)).toBeUndefined();
  });

  test.each([
    ['keep the timeout', 'is not a conventional commit'],
    ['Fix(lambda): keep the timeout', 'is not a conventional commit'],
    ['fix(lambda):keep the timeout', 'is not a conventional commit'],
    ['fix (lambda): keep the timeout', 'is not a conventional commit'],
    ['feature(lambda): a change', '"feature" is not a valid type'],
    ['fix: keep the timeout', '"" is not a valid scope'],
    ['fix(lambdas): keep the timeout', '"lambdas" is not a valid scope'],
    ['fix(lambda, url): keep the timeout', '"lambda, url" is not a valid scope'],
    ['fix(lambda):  ', 'has no subject'],
  ])('refuses "%s" with a remedy', (title, part) => {
    expect(titleProblem(title, packages)).toContain(part);
  });
});
