import { join } from 'node:path';
import type { FunctionPlan } from '../../src/definitions/function';
import { findPython } from '../../src/functions/runtimes/python/python-runtime';
import { fn } from '../functions/support';

/** A runtime that the suite runs its functions in. */
export interface Subject {
  readonly name: string;
  /** Runtime, code and handler of a function with the actions of `handlers/`, which are the same in each language. */
  readonly function: Pick<FunctionPlan, 'runtime' | 'code' | 'handler'>;
  /** As `function`, for one that returns its event, or what the query string says. */
  readonly apiHandler: string;
  /** The error message that is reported when the action `fail` throws. */
  readonly errorType: string;
}

const HANDLERS = { kind: 'folder', path: join(__dirname, 'handlers') } as const;

/** Each row is a runtime: all tests of the suite run in it. */
export const SUBJECTS: readonly Subject[] = [
  {
    name: 'Node.js',
    function: { runtime: 'nodejs22.x', code: HANDLERS, handler: 'index.handler' },
    apiHandler: 'index.api',
    errorType: 'TypeError',
  },
  {
    name: 'Python',
    function: { runtime: 'python3.13', code: HANDLERS, handler: 'index.handler' },
    apiHandler: 'index.api',
    errorType: 'TypeError',
  },
];

/** A new function of a runtime. */
export const functionOf = (subject: Subject, properties: Partial<FunctionPlan> = {}) => fn({ ...subject.function, ...properties });

/** @throws Error where the programs of these tests are missing */
export function requirePrograms(): void {
  if (findPython('python3') === undefined) {
    throw new Error('the tests of runtimes need python3 on the PATH: install Python 3.8 or later');
  }
}
