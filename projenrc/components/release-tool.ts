import { Component, JsonFile } from 'projen';
import type { Family } from '../package';

/** lerna versions each package separately, according to the conventional commits that changed it. */
export class ReleaseTool extends Component {
  public constructor(root: Family) {
    super(root);
    new JsonFile(root, 'lerna.json', {
      marker: false,
      obj: {
        $schema: 'node_modules/lerna/schemas/lerna-schema.json',
        version: 'independent',
        npmClient: 'npm',
        packages: ['packages/*'],
        command: {
          version: {
            allowBranch: 'main',
            conventionalCommits: true,
            changelogPreset: 'conventional-changelog-conventionalcommits',
            message: 'chore(release): publish',
            // Changes to generated files and to tests do not cause a release.
            ignoreChanges: [
              '**/.projen/**',
              '**/.gitignore',
              '**/.npmignore',
              '**/.gitattributes',
              '**/test/**',
              '**/tsconfig*.json',
              '**/*.md',
            ],
          },
        },
      },
    });
    // If a sibling is listed in several kinds of dependencies, lerna updates only the first; projen updates all.
    const version = root.addTask('version', {
      description: 'Update peer ranges and the lock file (lerna runs this between raising the versions and committing)',
    });
    version.exec('projen');
    version.exec('npm install --package-lock-only --ignore-scripts');
    version.exec('git add -A package-lock.json .projen packages');
    root.addTask('release:version', {
      description: 'Raise the version of each package that changed since its last release, and write its changelog and tag',
      exec: 'tsx projenrc/tools/release-version.ts',
    });
    root.addTask('api:breaks', {
      description: 'Compare the API of each package with its last release; a breaking change must be declared',
      steps: [{ exec: 'tsx projenrc/tools/api-breaks.ts', receiveArgs: true }],
      env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', NX_TUI: 'false' },
    });
    root.addTask('release:npm', {
      description: 'Publish each package to npm whose version is not published yet',
      exec: 'lerna publish from-package --yes --no-verify-access',
    });
  }
}
