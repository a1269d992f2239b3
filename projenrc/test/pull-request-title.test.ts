import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { titleProblem } from '../pull-request-title';

const packages = readdirSync(new URL('../../packages', import.meta.url));

describe('the title of a pull request', () => {
  test.each([
    ...packages.map((name) => `feat(${name}): a change`),
    'fix(lambda)!: a break',
    'chore(deps): upgrade dependencies',
    'docs(docs): a page',
  ])('"%s" passes', (title) => {
    expect(titleProblem(title, packages)).toBeUndefined();
  });

  test.each([
    ['keep the timeout', 'is no conventional commit'],
    ['Fix(lambda): keep the timeout', 'is no conventional commit'],
    ['fix(lambda):keep the timeout', 'is no conventional commit'],
    ['fix (lambda): keep the timeout', 'is no conventional commit'],
    ['feature(lambda): a change', '"feature" is no known type'],
    ['fix: keep the timeout', '"" is not a known scope'],
    ['fix(lambdas): keep the timeout', '"lambdas" is not a known scope'],
    ['fix(lambda, url): keep the timeout', '"lambda, url" is not a known scope'],
    ['fix(lambda):  ', 'has no subject'],
  ])('"%s" fails with a remedy', (title, part) => {
    expect(titleProblem(title, packages)).toContain(part);
  });
});
