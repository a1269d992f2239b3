import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { asObject, type JsonObject, member } from '../engine';
import { assetsBeside } from './assets';
import { readJson } from './json-file';
import { Judgements } from './judgements';
import { readManifest, type StackArtifact } from './manifest';
import { findExistingFile, nestedStacks, withNestedTemplates } from './nested-templates';
import { constructPaths, type TemplateFile } from './template-file';

/**
 * Reads templates of one synthesis and the nested stacks in them, each file once. The CDK passes the templates of stacks to
 * plugins; those of nested stacks are assets beside them. Nested templates that are missing are left out.
 *
 * @throws AssemblyError for files that cannot be read
 */
export function readTemplates(files: readonly string[]): readonly TemplateFile[] {
  const stacks = new Map<string, ReadonlyMap<string, StackArtifact>>();
  const templates = new Map<string, TemplateFile>();
  for (const file of files) {
    const folder = dirname(file);
    const ofFolder = stacks.get(folder) ?? stacksByTemplate(folder);
    stacks.set(folder, ofFolder);
    for (const template of readStackTemplate(file, folder, ofFolder.get(basename(file)))) {
      if (!templates.has(template.file)) {
        templates.set(template.file, template);
      }
    }
  }
  return [...templates.values()];
}

function readStackTemplate(file: string, folder: string, stack: StackArtifact | undefined): readonly TemplateFile[] {
  const body = readJson(file);
  const template: TemplateFile = {
    id: file,
    stack: stack?.displayName ?? basename(file),
    stackName: stack?.stackName,
    file,
    assembly: folder,
    root: folder,
    assets: nestedStacks({ body }).length === 0 && !hasDocumentAsset(body) ? new Map() : assetsBeside(file, folder),
    region: stack?.region,
    account: stack?.account,
    body,
    constructPaths: constructPaths(body, []),
    sources: new Map(),
    judgements: new Judgements(),
  };
  return withNestedTemplates(template, [], findExistingFile);
}

/** Whether an API has its OpenAPI document in S3, where the assets of the app are uploaded. */
function hasDocumentAsset(body: JsonObject): boolean {
  return Object.values(asObject(member(body, 'Resources'))).some(
    (resource) => member(resource, 'Properties', 'BodyS3Location') !== undefined,
  );
}

/** The stacks of the manifest in a folder, by the names of their templates; none without a manifest. */
function stacksByTemplate(folder: string): ReadonlyMap<string, StackArtifact> {
  const artifacts = existsSync(join(folder, 'manifest.json')) ? readManifest(folder).artifacts : [];
  return new Map(
    artifacts.flatMap((artifact) => (artifact.kind === 'stack' ? [[artifact.stack.templateFile, artifact.stack] as const] : [])),
  );
}
