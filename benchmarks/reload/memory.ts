import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LocalGateway } from '@apigwv2-integrations/local';
import { App, AssetStaging, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { table } from '../harness/report';

const MEBIBYTE = 1024 * 1024;
/** One process of the gateway lives as long as this one. */
const WATCHDOG = 1;
/** What the first reloads compile and cache is no leak. */
const WARM_RELOADS = 50;

/** Versions of the app, which follow each other again and again: the CDK keeps each app that it has synthesized. */
const VERSIONS = 7;

/** An app with a function in a folder and one in the template, both of which differ in each version. */
function synthesize(root: string, version: number): string {
  AssetStaging.clearAssetHashCache();
  writeFileSync(join(root, 'handler/index.js'), `exports.handler = async () => ({ statusCode: 200, body: 'folder ${version}' });`);
  const app = new App({ outdir: join(root, `cdk.out.${version}`), analyticsReporting: false });
  const stack = new Stack(app, 'Books');
  const api = new HttpApi(stack, 'Api');
  const add = (id: string, code: Code) => {
    const fn = new LambdaFunction(stack, id, { runtime: Runtime.NODEJS_20_X, handler: 'index.handler', code });
    api.addRoutes({ path: `/${id}/${version}`, integration: new HttpLambdaIntegration(`${id}Integration`, fn) });
  };
  add('Folder', Code.fromAsset(join(root, 'handler')));
  add('Inline', Code.fromInline(`exports.handler = async () => ({ statusCode: 200, body: 'inline ${version}' });`));
  return app.synth().directory;
}

/** Reloads an app many times, with a request to each function in between, and returns a table of what it takes. */
export async function measureMemory(reloads: number): Promise<readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), 'bench-memory-'));
  mkdirSync(join(root, 'handler'));
  setFlagsFromString('--expose_gc');
  const collect: () => void = runInNewContext('gc');
  const rows: string[][] = [];
  const versions = Array.from({ length: VERSIONS }, (_, version) => synthesize(root, version));
  const before = children();
  const gateway = await LocalGateway.load(versions[0], { recordInvocations: false });
  try {
    for (let count = 1; count <= reloads; count++) {
      const version = count % VERSIONS;
      const { functionsReloaded } = await gateway.reload(versions[version]);
      for (const id of ['Folder', 'Inline']) {
        const text = (await gateway.inject({ path: `/${id}/${version}` })).text();
        if (text !== `${id.toLowerCase()} ${version}` || functionsReloaded.length !== 2) {
          throw new Error(`version ${version} answers ${text} after a reload of ${functionsReloaded.join(', ')}`);
        }
      }
      if (count === WARM_RELOADS || count === reloads) {
        await gateway.idle();
        // Processes of the version before need a moment to end.
        await new Promise((resolve) => setTimeout(resolve, 500));
        collect();
        const { heapUsed, rss } = process.memoryUsage();
        const own = [heapUsed, rss].map((bytes) => (bytes / MEBIBYTE).toFixed(1));
        const functions = children() - before - WATCHDOG;
        rows.push([String(count), ...own, String(functions), String(readdirSync('/proc/self/fd').length), String(tempFolders())]);
      }
    }
  } finally {
    await gateway.close();
    rmSync(root, { recursive: true, force: true });
  }
  return [
    ...table([['reloads', 'heap, MiB', 'resident, MiB', 'processes of functions', 'open files', 'folders of functions'], ...rows]),
    '',
    `After \`close\`, ${children() - before - WATCHDOG} processes and ${tempFolders()} folders of functions are left.`,
  ];
}

/** Child processes of this one. */
function children(): number {
  return readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '))
    .filter((pid) => pid.trim() !== '').length;
}

/** The folders in the temporary folder of this process's gateway. */
function tempFolders(): number {
  const own = readdirSync(tmpdir()).filter((name) => name.startsWith('apigwv2-local-') && name.includes(`-${process.pid}-`));
  return own.flatMap((name) => readdirSync(join(tmpdir(), name))).length;
}
