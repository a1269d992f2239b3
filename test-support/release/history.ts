import type { Member } from '../packages';
import type { Scratch } from './scratch';

export type Bump = 'major' | 'minor' | 'patch';

/** One release of a simulated history. */
export interface SimulatedRelease {
  readonly name: string;
  /** The commits by message, each with the files that it writes. */
  readonly commits: Record<string, (scratch: Scratch) => Record<string, string>>;
  /** The expected version of each package, by its short name. Other packages keep their version. */
  readonly expected: (packages: readonly Member[]) => Record<string, Bump>;
  /**
   * Short names of the packages to compile before the publication, which are installed later. Other packages with a new
   * version are published with their old build output. Without this property, nothing is published.
   */
  readonly compiled?: readonly string[];
  /** Short names of packages whose first publication fails. */
  readonly refused?: readonly string[];
  /** A backend with a new version, and one whose first release is installed beside it. */
  readonly besideOld?: readonly [string, string];
  /** A package whose API is compared with its last release after each commit. The comparison fails until a commit declares the breaking change. */
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
      [`packages/${shortName}/src/made-up.ts`]: `/** Simulated, to rehearse a release. */\nexport class ${className} {\n  /** The name. */\n  public readonly name: string = '${className}';\n}\n`,
    };
  };

/** A class that replaces all exports of a package. */
const replaceApi = (shortName: string, className: string) => (): Record<string, string> => ({
  [`packages/${shortName}/src/index.ts`]: `/** Simulated, to rehearse a breaking change. */\nexport class ${className} {\n  /** The name. */\n  public readonly name: string = '${className}';\n}\n`,
});

/** Changes that do not cause a release, such as tests. */
const append =
  (path: string) =>
  (scratch: Scratch): Record<string, string> => ({ [path]: `${scratch.exists(path) ? scratch.read(path) : ''}\n` });

const all =
  (...changes: ((scratch: Scratch) => Record<string, string>)[]) =>
  (scratch: Scratch): Record<string, string> =>
    Object.assign({}, ...changes.map((change) => change(scratch)));

/** The given change of core, and of all packages that depend on it or inline it. */
const coreAnd =
  (core: Bump, constructs: Bump, tools: Bump, own: Record<string, Bump> = {}) =>
  (packages: readonly Member[]): Record<string, Bump> => ({
    ...Object.fromEntries(
      packages
        .filter(({ shortName, builtFrom }) => shortName !== CORE && builtFrom.length > 0)
        .map(({ shortName, isConstructs }) => [shortName, isConstructs ? constructs : tools]),
    ),
    [CORE]: core,
    ...own,
  });

/** The releases in order, each based on the one before. */
export const HISTORY: readonly SimulatedRelease[] = [
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
