import { App, Stack } from 'aws-cdk-lib';
import type { Scenario } from './scenario';
import type { Task } from './task';

/** Prints the files of aws-cdk-lib that an app with one route loads. Without `flavour`, the app has no integration. */
function main({ file, scenario, flavour }: Pick<Task, 'file' | 'scenario'> & { readonly flavour?: 'ours' | 'cdk' }): void {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Stack');
  const { package: name, l2, bare }: Scenario = require(`./${file}`)[scenario];
  if (flavour === undefined) {
    bare(stack);
  } else {
    l2(stack, 1, require(flavour === 'ours' ? `@apigwv2-integrations/${name}` : 'aws-cdk-lib/aws-apigatewayv2-integrations'));
  }
  app.synth();
  const files = Object.keys(require.cache).flatMap((path) => /[\\/]aws-cdk-lib(?:-newest)?[\\/](.*)$/.exec(path)?.[1] ?? []);
  process.stdout.write(`${JSON.stringify(files.map((path) => path.replaceAll('\\', '/')))}\n`);
}

main(JSON.parse(process.argv[2]));
