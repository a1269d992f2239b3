import { DOTNET, DOWNLOAD, GO, INSTALL, JAVA, NODE, PYTHON } from './actions';

const PUBLIB = 'npx --yes --package publib@0.2.1061';
const COMMITTER = {
  GIT_USER_NAME: 'github-actions[bot]',
  GIT_USER_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
};
/** The host key that GitHub publishes. */
const GITHUB_HOST_KEY = 'github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';

/** How the distributions of one language are published. Versions that are already published are skipped. */
export interface PackageRegistry {
  readonly job: string;
  /** Whether the registry trusts this workflow's identity, so that no token has to be stored. */
  readonly trusted: boolean;
  readonly tools: readonly { readonly name: string }[];
  readonly env?: Record<string, string>;
  readonly run: string;
}

export const REGISTRIES: readonly PackageRegistry[] = [
  {
    job: 'npm',
    trusted: true,
    tools: [NODE, INSTALL],
    env: { NPM_CONFIG_PROVENANCE: 'true' },
    run: 'npm run compile\nnpm run release:npm',
  },
  {
    job: 'pypi',
    trusted: true,
    tools: [NODE, PYTHON, DOWNLOAD],
    env: { PYPI_TRUSTED_PUBLISHER: '1' },
    run: `${PUBLIB} publib-pypi dist/python`,
  },
  {
    job: 'nuget',
    trusted: true,
    tools: [NODE, PYTHON, DOTNET, DOWNLOAD],
    env: { NUGET_TRUSTED_PUBLISHER: '1', NUGET_USERNAME: '${{ vars.NUGET_USERNAME }}' },
    run: `${PUBLIB} publib-nuget dist/nuget`,
  },
  {
    job: 'maven',
    trusted: false,
    tools: [NODE, JAVA, DOWNLOAD],
    env: {
      MAVEN_SERVER_ID: 'central-ossrh',
      MAVEN_USERNAME: '${{ secrets.MAVEN_USERNAME }}',
      MAVEN_PASSWORD: '${{ secrets.MAVEN_PASSWORD }}',
      MAVEN_GPG_PRIVATE_KEY: '${{ secrets.MAVEN_GPG_PRIVATE_KEY }}',
      MAVEN_GPG_PRIVATE_KEY_PASSPHRASE: '${{ secrets.MAVEN_GPG_PRIVATE_KEY_PASSPHRASE }}',
    },
    // One package at a time: Maven Central refuses a whole batch if one of its packages is already published.
    run: [
      'for package in dist/java/io/github/*/*/; do',
      '  rm -rf one',
      '  mkdir -p "one/$(dirname "${package#dist/java/}")"',
      '  cp -R "$package" "one/${package#dist/java/}"',
      `  ${PUBLIB} publib-maven one`,
      'done',
    ].join('\n'),
  },
  {
    job: 'go',
    trusted: false,
    tools: [NODE, GO, DOWNLOAD],
    env: { GIT_USE_SSH: '1', DEPLOY_KEY: '${{ secrets.GO_DEPLOY_KEY }}', ...COMMITTER },
    run: [
      'mkdir -p ~/.ssh',
      `echo '${GITHUB_HOST_KEY}' >> ~/.ssh/known_hosts`,
      'printf \'%s\\n\' "$DEPLOY_KEY" > ~/.ssh/id_ed25519',
      'chmod 600 ~/.ssh/id_ed25519',
      `${PUBLIB} publib-golang dist/go`,
    ].join('\n'),
  },
];
