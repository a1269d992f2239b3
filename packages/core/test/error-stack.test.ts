import { join } from 'node:path';
import { inspect } from 'node:util';
import { runInThisContext } from 'node:vm';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { IntegrationError } from '../src/problems/integration-error';

const PROBLEM = { code: 'UrlInvalid', message: 'the URL is wrong', remedy: 'write another one' };

const CORE = '/app/node_modules/@apigwv2-integrations/core/lib/modules.js';

/** A function whose code is in a file of this name. */
function inFile<T>(file: string, code: string): T {
  return runInThisContext(code, { filename: file }) as T;
}

/** The error as code of the user gets it, through a library that binds an integration. */
function errorThrough(library: string, user: string, depth = 1, core = CORE): IntegrationError {
  const create = inFile<(depth: number, make: () => unknown) => unknown>(
    library,
    '(function bind(depth, make) { return depth === 0 ? make() : bind(depth - 1, make); })',
  );
  // As in the package itself, whose files are in node_modules of an app.
  const make = inFile<(type: unknown, problem: unknown) => () => unknown>(
    core,
    '((type, problem) => function report() { return new type("subject", [problem], "S/Api"); })',
  )(IntegrationError, PROBLEM);
  const stack = inFile<(create: unknown, depth: number, make: unknown) => unknown>(
    user,
    '(function addRoutes(create, depth, make) { return create(depth, make); })',
  );
  return stack(create, depth, make) as IntegrationError;
}

const framesOf = ({ stack }: Error) => String(stack).split('\n    at ').slice(1);

describe('the stack of an error', () => {
  test('begins with the frame of the user, below the message', () => {
    const error = errorThrough('/app/node_modules/aws-cdk-lib/index.js', '/app/stack.ts');
    expect(error.stack?.startsWith('IntegrationError: subject:\n[UrlInvalid] the URL is wrong: write another one\n    at ')).toBe(true);
    expect(framesOf(error)[0]).toMatch(/^addRoutes \(\/app\/stack\.ts:1:/);
  });

  test('reaches the frame of the user below many frames of libraries', () => {
    expect(framesOf(errorThrough('/app/node_modules/aws-cdk-lib/index.js', '/app/stack.ts', 30))[0]).toContain('/app/stack.ts:1:');
  });

  test('leaves out functions of JavaScript itself above the frame of the user', () => {
    const user = inFile<(make: () => Error) => Error>('/app/stack.ts', '((make) => [make].map((each) => each())[0])');
    const library = inFile<(make: () => Error) => () => Error>(
      '/app/node_modules/aws-cdk-lib/index.js',
      '((make) => () => [1].map(() => make())[0])',
    );
    const make = inFile<(type: unknown, problem: unknown) => () => Error>(
      '/app/node_modules/@apigwv2-integrations/core/lib/modules.js',
      '((type, problem) => () => new type("subject", [problem], "S/Api"))',
    )(IntegrationError, PROBLEM);
    expect(framesOf(user(library(make)))[0]).toMatch(/\/app\/stack\.ts:1:/);
  });

  test('is all that is printed of an error that nobody catches', () => {
    const error = errorThrough('/app/node_modules/aws-cdk-lib/index.js', '/app/stack.ts');
    // Node.js 22 and later leave out frames that repeat.
    const printed = inspect(error)
      .split('\n')
      .filter((line) => !/^ +\.\.\. collapsed \d+ duplicate lines/.test(line));
    expect(printed.length).toBeGreaterThan(2);
    expect(error.stack?.split('\n')).toEqual(expect.arrayContaining(printed));
  });

  // npm link and workspaces have packages outside of node_modules.
  test.each([
    ['/repo/packages/lambda/lib/modules.js', '/app/stack.ts', '/app/stack.ts'],
    ['/repo/packages/lambda/src/http-lambda-integration.ts', '/app/src/stack.ts', '/app/src/stack.ts'],
    [
      '/repo/packages/lambda/src/http-lambda-integration.ts',
      '/repo/packages/lambda/test/a.test.ts',
      '/repo/packages/lambda/test/a.test.ts',
    ],
    ['/elsewhere/lambda/lib/modules.js', '/app/stack.ts', '/elsewhere/lambda/lib/modules.js'],
  ])('begins behind the code of linked packages: %s, called by %s', (library, user, first) => {
    vi.stubEnv('CDK_DISABLE_STACK_TRACE', undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    for (const core of ['/repo/packages/core/lib/modules.js', 'file:///repo/packages/core/src/problems/report.ts']) {
      const error = errorThrough(library, user, 1, core);
      expect(framesOf(error)[0]).toContain(`(${first}:1:`);
      expect(error.message).toContain(`subject (${first}:1):`);
    }
  });

  test('begins with an app that lies beside linked packages', () => {
    const app = '/repo/packages/app/src/stack.ts';
    // The limit of frames cuts off those of this test.
    expect(framesOf(errorThrough(app, app, 60, '/repo/packages/core/lib/modules.js'))[0]).toContain(app);
  });

  test('names no line if all code is that of linked packages', () => {
    vi.stubEnv('CDK_DISABLE_STACK_TRACE', undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    const core = '/repo/packages/core/lib/modules.js';
    const stack = errorThrough(core, core, 60, core);
    expect(stack.message).toMatch(/^subject:\n/);
    expect(framesOf(stack)[0]).toContain(core);
  });

  test('leaves the limit of frames as it was', () => {
    const limit = Error.stackTraceLimit;
    errorThrough('/app/node_modules/aws-cdk-lib/index.js', '/app/stack.ts');
    expect(Error.stackTraceLimit).toBe(limit);
  });
});

describe('the message of an error', () => {
  const library = '/app/node_modules/aws-cdk-lib/index.js';
  const firstLine = (user: string) => errorThrough(library, user).message.split('\n')[0];

  beforeEach(() => {
    vi.stubEnv('CDK_DISABLE_STACK_TRACE', undefined);
    return () => vi.unstubAllEnvs();
  });

  test.each([
    [join(process.cwd(), 'lib', 'stack.ts'), 'subject (lib/stack.ts:1):'],
    [`file://${join(process.cwd(), 'stack.mjs')}`, 'subject (stack.mjs:1):'],
    ['/elsewhere/stack.ts', 'subject (/elsewhere/stack.ts:1):'],
    [`${process.cwd()}-other/stack.ts`, `subject (${process.cwd()}-other/stack.ts:1):`],
  ])('names the line of the user in %s', (user, line) => {
    expect(firstLine(user)).toBe(line);
  });

  test.each(['CDK_DISABLE_STACK_TRACE', 'JSII_AGENT'])('names no line if %s is set', (variable) => {
    vi.stubEnv(variable, '1');
    expect(firstLine('/app/stack.ts')).toBe('subject:');
  });

  test('names no line if the problems belong to no construct', () => {
    expect(new IntegrationError('subject', [PROBLEM], '').message).toMatch(/^subject:\n/);
  });
});
