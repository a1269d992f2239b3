import { Component, JsonFile } from 'projen';
import type { Family } from '../package';

/** lerna gives each package its own version from the conventional commits that touched it. */
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
            // What projen writes and what only tests read is no reason for a release.
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
    // lerna rewrites only the first kind of dependency in which it finds a sibling; projen knows them all.
    const version = root.addTask('version', {
      description: 'Run by lerna between its bump and its commit: bring peer ranges and the lock file along',
    });
    version.exec('projen');
    version.exec('npm install --package-lock-only --ignore-scripts');
    version.exec('git add -A package-lock.json .projen packages');
    root.addTask('release:version', {
      description: 'Raise the version of each package that changed since its last release, with changelog and tag',
      exec: 'tsx projenrc/tools/release-version.ts',
    });
    root.addTask('api:breaks', {
      description: 'Compare the API of each package with that of its last release: a break has to be declared',
      steps: [{ exec: 'tsx projenrc/tools/api-breaks.ts', receiveArgs: true }],
      env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', NX_TUI: 'false' },
    });
    root.addTask('release:npm', {
      description: 'Publish to npm each package whose version is not there yet',
      exec: 'lerna publish from-package --yes --no-verify-access',
    });
  }
}
