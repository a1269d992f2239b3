import { Component, JsonFile } from 'projen';
import type { Family } from '../package';

/** nx runs the tasks of the packages in dependency order and caches their results. */
export class TaskGraph extends Component {
  public constructor(root: Family) {
    super(root);
    new JsonFile(root, 'nx.json', {
      marker: false,
      obj: {
        $schema: './node_modules/nx/schemas/nx-schema.json',
        useDaemonProcess: false,
        neverConnectToCloud: true,
        // Two jsii compilers at the same time use 2.5 GB of memory.
        parallel: 2,
        namedInputs: {
          sources: [
            '{projectRoot}/src/**/*',
            '{projectRoot}/package.json',
            '{projectRoot}/tsconfig.json',
            '{projectRoot}/vite.config.mts',
            '{workspaceRoot}/tsconfig.base.json',
          ],
        },
        targetDefaults: {
          compile: {
            cache: true,
            dependsOn: ['^compile'],
            // The README is part of the package's own assembly, but not of those of dependent packages.
            inputs: [
              'sources',
              '{projectRoot}/README.md',
              '^sources',
              '{workspaceRoot}/projenrc/tools/bundle-lib.ts',
              '{workspaceRoot}/projenrc/tools/inline-siblings.ts',
              { externalDependencies: ['jsii', 'typescript', 'esbuild', 'aws-cdk-lib', 'constructs'] },
            ],
            outputs: [
              '{projectRoot}/lib',
              '{projectRoot}/inspector/page',
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
