import type { Member } from '../packages';
import type { Scratch } from './scratch';

export type Bump = 'major' | 'minor' | 'patch';

/** One release of a made-up history. */
export interface MadeUpRelease {
  readonly name: string;
  /** By message; each writes the files that it says. */
  readonly commits: Record<string, (scratch: Scratch) => Record<string, string>>;
  /** What each package has to become, by its short name; one that is not there stays. */
  readonly expected: (packages: readonly Member[]) => Record<string, Bump>;
  /**
   * Short names of the packages to compile before the publication: those that something installs later. Another one
   * that moved is published with what was compiled of it before. Without it nothing is published.
   */
  readonly compiled?: readonly string[];
  /** Short names of packages whose publication fails at first. */
  readonly refused?: readonly string[];
  /** A backend that moves, and one whose first release is installed beside it. */
  readonly besideOld?: readonly [string, string];
  /** A package whose API is compared with its last release after each commit: until one declares the break, that fails. */
  readonly breaksApiOf?: string;
}

const CORE = 'core';

/** A change to the code of a package that changes no API. */
const touch =
  (shortName: string) =>
  (scratch: Scratch): Record<string, string> => {
    const path = `packages/${shortName}/src/index.ts`;
    return { [path]: `${scratch.read(path)}// ${scratch.git('rev-list', '--count', 'HEAD')}\n` };
  };

/** A new class in a package's API. */
const addClass =
  (shortName: string, className: string) =>
  (scratch: Scratch): Record<string, string> => {
    const index = `packages/${shortName}/src/index.ts`;
    return {
      [index]: `${scratch.read(index)}export * from './made-up';\n`,
      [`packages/${shortName}/src/made-up.ts`]: `/** Made up, to rehearse a release. */\nexport class ${className} {\n  /** The name. */\n  public readonly name: string = '${className}';\n}\n`,
    };
  };

/** A class in place of all that a package exports. */
const replaceApi = (shortName: string, className: string) => (): Record<string, string> => ({
  [`packages/${shortName}/src/index.ts`]: `/** Made up, to rehearse a break. */\nexport class ${className} {\n  /** The name. */\n  public readonly name: string = '${className}';\n}\n`,
});

/** Text that no user of a package gets, or that alone is no reason for a release. */
const append =
  (path: string) =>
  (scratch: Scratch): Record<string, string> => ({ [path]: `${scratch.exists(path) ? scratch.read(path) : ''}\n` });

const all =
  (...changes: ((scratch: Scratch) => Record<string, string>)[]) =>
  (scratch: Scratch): Record<string, string> =>
    Object.assign({}, ...changes.map((change) => change(scratch)));

/** Core, as it says, and everything that builds on it. */
const coreAnd =
  (core: Bump, constructs: Bump, tools: Bump, own: Record<string, Bump> = {}) =>
  (packages: readonly Member[]): Record<string, Bump> => ({
    ...Object.fromEntries(
      packages
        .filter(({ shortName, siblings }) => shortName !== CORE && siblings.length > 0)
        .map(({ shortName, isConstructs }) => [shortName, isConstructs ? constructs : tools]),
    ),
    [CORE]: core,
    ...own,
  });

/** Each begins where the one before ended. */
export const HISTORY: readonly MadeUpRelease[] = [
  {
    name: 'a fix of one backend',
    commits: { 'fix(lambda): a made-up fix': touch('lambda') },
    expected: () => ({ lambda: 'patch' }),
    compiled: ['lambda'],
  },
  {
    name: 'a feature of core',
    commits: { 'feat(core): a made-up feature': addClass(CORE, 'MadeUp') },
    expected: coreAnd('minor', 'patch', 'patch'),
    compiled: [CORE, 'lambda'],
    besideOld: ['lambda', 'url'],
  },
  {
    name: 'tests, docs and what projen writes',
    commits: {
      'test(lambda): a made-up test': append('packages/lambda/test/made-up.test.ts'),
      'docs(url): a made-up text': all(append('packages/url/README.md'), append('docs/mapping.md')),
      'chore(deps): what projen writes': all(
        append('packages/core/.npmignore'),
        append('packages/core/.projen/tasks.json'),
        append('packages/url/.gitattributes'),
        append('projenrc/family.ts'),
      ),
      'feat(core): a made-up test alone': append('packages/core/test/made-up.test.ts'),
    },
    expected: () => ({}),
  },
  {
    name: 'two fixes, of which one is not published at first',
    commits: { 'fix(lambda): a second made-up fix': touch('lambda'), 'fix(url): a made-up fix': touch('url') },
    expected: () => ({ lambda: 'patch', url: 'patch' }),
    compiled: ['lambda'],
    refused: ['url'],
  },
  {
    name: 'a feature that breaks one backend',
    commits: {
      'fix(lambda): a made-up break that nobody noticed': replaceApi('lambda', 'Nothing'),
      'feat(lambda)!: the same, declared': touch('lambda'),
    },
    expected: () => ({ lambda: 'major' }),
    breaksApiOf: 'lambda',
  },
  {
    name: 'a feature that breaks core',
    commits: { 'feat(core)!: a made-up break': touch(CORE), 'fix(url): a second made-up fix': touch('url') },
    expected: coreAnd('major', 'major', 'patch'),
  },
];
