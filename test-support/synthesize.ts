import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';

/** Synthesized templates by file name. */
export type Templates = Record<string, Template>;

export interface Template {
  readonly Resources?: Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>;
  readonly [section: string]: unknown;
}

/** Builds and synthesizes an app, and reads all templates, including those of nested stacks and stages. */
export function synthesize(build: (app: App) => void, props: AppProps = {}): Templates {
  const outdir = mkdtempSync(join(tmpdir(), 'apigwv2-'));
  try {
    const app = new App({ ...props, outdir, analyticsReporting: false, treeMetadata: false });
    build(app);
    app.synth();
    return readTemplates(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The resources of one type in all templates. */
export function resourcesOf(templates: Templates, type: string): Record<string, unknown>[] {
  return Object.values(templates).flatMap(({ Resources = {} }) =>
    Object.values(Resources)
      .filter((resource) => resource.Type === type)
      .map(({ Properties = {} }) => Properties),
  );
}

function readTemplates(outdir: string): Templates {
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(files.sort().map((file) => [file, JSON.parse(readFileSync(join(outdir, file), 'utf8'))]));
}
