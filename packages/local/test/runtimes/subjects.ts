import { join } from 'node:path';
import type { FunctionPlan } from '../../src/definitions/function';
import type { FunctionServiceOptions } from '../../src/functions/function-service';
import { findPython } from '../../src/functions/runtimes/python/python-runtime';
import { fn, hosted } from '../functions/support';
import { GO, JAVA, JAVA_COMMAND } from './custom-subjects';

/** A runtime that the suite runs its functions in. */
export interface Subject {
  readonly name: string;
  /** Runtime, code and handler of a function with the actions of `handlers/`, which are the same in each language. */
  readonly function: Pick<FunctionPlan, 'runtime' | 'code' | 'handler'>;
  /** As `function`, for one that returns its event, or what the query string says. */
  readonly apiHandler: string;
  /** The error message that is reported when the action `fail` throws. */
  readonly errorType: string;
  /** Commands of runtimes that this machine does not have by itself. @default none */
  readonly runtimes?: Readonly<Record<string, string>>;
  /** Whether its bootstrap is the gateway's, which speaks over pipes and logs what is thrown. @default false */
  readonly ownBootstrap?: boolean;
  /** Enough for a function that does nothing, in milliseconds. @default 500 */
  readonly shortTimeoutMillis?: number;
}

const HANDLERS = { kind: 'folder', path: join(__dirname, 'handlers') } as const;

/** Each row is a runtime: all tests of the suite run in it. */
export const SUBJECTS: readonly Subject[] = [
  {
    name: 'Node.js',
    function: { runtime: 'nodejs22.x', code: HANDLERS, handler: 'index.handler' },
    apiHandler: 'index.api',
    errorType: 'TypeError',
    ownBootstrap: true,
  },
  {
    name: 'Python',
    function: { runtime: 'python3.13', code: HANDLERS, handler: 'index.handler' },
    apiHandler: 'index.api',
    errorType: 'TypeError',
    ownBootstrap: true,
  },
  {
    name: 'Go, as a bootstrap',
    function: { runtime: 'provided.al2023', code: { kind: 'folder', path: GO.path }, handler: 'handler' },
    apiHandler: 'api',
    errorType: 'errorString',
  },
  {
    name: 'Java, by a command',
    function: { runtime: 'java21', code: { kind: 'folder', path: JAVA.path }, handler: 'books.Index::handler' },
    apiHandler: 'books.Index::api',
    errorType: 'java.lang.IllegalArgumentException',
    runtimes: { java21: JAVA_COMMAND },
    shortTimeoutMillis: 3000,
  },
];

/** A new function of a runtime. */
export const functionOf = (subject: Subject, properties: Partial<FunctionPlan> = {}) => fn({ ...subject.function, ...properties });

/** A service that runs functions of a runtime, and is closed after the test. */
export const hostedFor = ({ runtimes }: Subject, options: FunctionServiceOptions = {}) => hosted({ runtimes, ...options });

/** Compiling for the first time takes longer than other preparations. */
export const PREPARE_MILLIS = 600_000;

/** @throws Error where the programs of these tests are missing */
export function requirePrograms(): void {
  if (findPython('python3') === undefined) {
    throw new Error('the tests of runtimes need python3 on the PATH: install Python 3.8 or later');
  }
  GO.prepare();
  JAVA.prepare();
}
