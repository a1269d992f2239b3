/** What all packages share: the name of the family, its repository, and the versions that it is built with. */
export const FAMILY = 'apigwv2-integrations';
export const NPM_SCOPE = `@${FAMILY}`;
export const REPOSITORY = `https://github.com/${FAMILY}/${FAMILY}`;
export const AUTHORS = `The ${FAMILY} authors`;

/** The version in the repository before the first release; see docs/decisions/0003-first-release-is-1.0.0.md. */
export const FIRST_VERSION = '1.0.0';

/** The oldest supported aws-cdk-lib and constructs; see docs/decisions/0004-one-floor.md. */
export const CDK_FLOOR = '2.252.0';
export const CONSTRUCTS_FLOOR = '10.5.0';

/** The newest aws-cdk-lib that the tests run against; the upgrade workflow moves it. */
export const CDK_NEWEST = '2.276.0';

/**
 * The aws-cdk-lib that the Go program is compiled against. Go modules have no version ranges and the Go proxy lacks
 * some versions: this is the newest one that it had.
 */
export const CDK_IN_GO = '2.270.0';

/** The npm alias of the newest aws-cdk-lib, which is installed beside the oldest supported one that jsii compiles against. */
export const CDK_NEWEST_ALIAS = 'aws-cdk-lib-newest';

/** The oldest Node.js that the construct packages work with. */
export const MIN_NODE_OF_CONSTRUCTS = '20.0.0';

/** The oldest Node.js that the repository and the tool packages work with: their own tools require it. */
export const MIN_NODE_OF_TOOLS = '20.19.0';

/** The Node.js release lines that the tests run with. Releases are built with the first. */
export const NODE_LINES = ['20', '22', '24'] as const;

/** Newer major versions of nx, lerna, vitest and Verdaccio require Node.js 22. */
export const VERSIONS = {
  projen: '0.103.25',
  jsii: '~6.0.16',
  'jsii-rosetta': '~6.0.16',
  'jsii-pacmak': '1.140.0',
  'jsii-diff': '1.134.0',
  'jsii-docgen': '10.12.6',
  typescript: '~6.0.0',
  ts7: 'npm:typescript@7.0.2',
  // The CDK's command line runs the examples, as it runs every other CDK app.
  'aws-cdk': '^2.1148.1',
  tsx: '^4.23.0',
  esbuild: '^0.28.2',
  nx: '22.7.12',
  lerna: '9.0.7',
  'conventional-changelog-conventionalcommits': '^8.0.0',
  vitest: '4.1.12',
  '@vitest/coverage-v8': '4.1.12',
  'fast-check': '^4.10.0',
  semver: '^7.8.0',
  '@types/semver': '^7.7.0',
  '@types/node': '^20.19.0',
  '@aws-cdk/aws-service-spec': '^0.1.216',
  '@biomejs/biome': '2.5.15',
  verdaccio: '6.7.4',
  yaml: '^2.9.0',
  vite: '^8.3.8',
  'playwright-core': '1.65.1',
  'axe-core': '^4.14.1',
} as const;

/** Versions that replace the one that a dependency requires, which is broken or refused. */
export const OVERRIDES = { 'node-fetch': '2.7.0' };

/** Formats development dependencies as `name@version`, which projen expects. */
export function pinned(...names: (keyof typeof VERSIONS)[]): string[] {
  return names.map((name) => `${name}@${VERSIONS[name]}`);
}
