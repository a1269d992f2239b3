import { Component, JsonFile } from 'projen';
import type { Family } from '../package';

/** nx runs the tasks of each package in order, and skips those whose inputs did not change. */
export class TaskGraph extends Component {
  public constructor(root: Family) {
    super(root);
    new JsonFile(root, 'nx.json', {
      marker: false,
      obj: {
        $schema: './node_modules/nx/schemas/nx-schema.json',
        useDaemonProcess: false,
        neverConnectToCloud: true,
        // Two jsii compilers at once take 2.5 GB.
        parallel: 2,
        namedInputs: {
          sources: [
            '{projectRoot}/src/**/*',
            '{projectRoot}/package.json',
            '{projectRoot}/tsconfig.json',
            '{workspaceRoot}/tsconfig.base.json',
          ],
        },
        targetDefaults: {
          compile: {
            cache: true,
            dependsOn: ['^compile'],
            // A package's assembly contains its own README, but not those of its dependencies.
            inputs: [
              'sources',
              '{projectRoot}/README.md',
              '^sources',
              '{workspaceRoot}/projenrc/tools/bundle-lib.ts',
              { externalDependencies: ['jsii', 'typescript', 'esbuild', 'aws-cdk-lib', 'constructs'] },
            ],
            outputs: [
              '{projectRoot}/lib',
              '{projectRoot}/.jsii',
              '{projectRoot}/.jsii.gz',
              '{projectRoot}/.warnings.jsii.js',
              '{projectRoot}/tsconfig.json',
              '{projectRoot}/tsconfig.tsbuildinfo',
            ],
          },
          docgen: {
            cache: true,
            dependsOn: ['compile'],
            inputs: ['sources', '^sources', '{workspaceRoot}/projenrc/tools/docgen.ts', { externalDependencies: ['jsii-docgen'] }],
            outputs: ['{projectRoot}/API.md'],
          },
          'package:js': {
            cache: true,
            dependsOn: ['compile'],
            inputs: ['sources', '{projectRoot}/README.md', '^sources', '{projectRoot}/.npmignore'],
            outputs: ['{projectRoot}/dist/js'],
          },
        },
      },
    });
  }
}
