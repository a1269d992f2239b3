import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { bundleLib } from '../../projenrc/tools/bundle-lib';

const ROOT = resolve(__dirname, '../..');
const PACKAGES = ['core', 'lambda', 'url', 'websocket'];

/** The options with which jsii compiles the packages, so that the benchmark measures what users load. */
const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2023,
  esModuleInterop: true,
};

/** A temporary folder with the compiled packages in node_modules, and the compiled apps that are measured. */
export interface Workspace {
  readonly folder: string;
  readonly cdkVersion: string;
  dispose(): void;
}

/** Compiles the packages and the apps, and links the newest aws-cdk-lib, or the oldest supported one if CDK_VERSION is `floor`. */
export function createWorkspace(): Workspace {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'bench-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@apigwv2-integrations'), { recursive: true });
  const cdk = process.env.CDK_VERSION === 'floor' ? 'aws-cdk-lib' : 'aws-cdk-lib-newest';
  symlinkSync(join(ROOT, 'node_modules', cdk), join(modules, 'aws-cdk-lib'));
  symlinkSync(join(ROOT, 'node_modules/constructs'), join(modules, 'constructs'));
  for (const name of PACKAGES) {
    const from = join(ROOT, 'packages', name);
    const to = join(modules, '@apigwv2-integrations', name);
    compile(join(from, 'src'), join(to, 'lib'));
    cpSync(join(from, 'package.json'), join(to, 'package.json'));
    bundleLib(to);
  }
  compile(join(ROOT, 'benchmarks/apps'), join(folder, 'apps'));
  const { version } = JSON.parse(readFileSync(join(modules, 'aws-cdk-lib/package.json'), 'utf8')) as { version: string };
  return { folder, cdkVersion: version, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

function compile(from: string, to: string): void {
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const { outputText } = ts.transpileModule(readFileSync(join(from, file), 'utf8'), { compilerOptions: OPTIONS, fileName: file });
    const target = join(to, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
}
