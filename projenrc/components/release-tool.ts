import { Component, JsonFile } from 'projen';
import type { Family } from '../package';

/** lerna derives the version of each package from the conventional commits that changed it. */
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
    // lerna updates only the first kind of dependency in which it finds a sibling; projen updates all kinds.
    const version = root.addTask('version', {
      description: 'Run by lerna before its commit: update peer ranges and the lock file to the new versions',
    });
    version.exec('projen');
    version.exec('npm install --package-lock-only --ignore-scripts');
    version.exec('git add -A package-lock.json .projen packages');
    root.addTask('release:version', {
      description: 'Update the version, changelog and tag of each package that changed since its last release',
      exec: 'tsx projenrc/tools/release-version.ts',
    });
    root.addTask('api:breaks', {
      description: 'Compare the API of each package with its last release; a breaking change must be declared',
      steps: [{ exec: 'tsx projenrc/tools/api-breaks.ts', receiveArgs: true }],
      env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', NX_TUI: 'false' },
    });
    root.addTask('release:npm', {
      description: 'Publish each package whose version is not in npm yet',
      exec: 'lerna publish from-package --yes --no-verify-access',
    });
  }
}
