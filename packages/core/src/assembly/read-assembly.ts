import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isObject, member } from '../engine';
import { type AssetFiles, assetsBeside, metadataAssets } from './assets';
import { AssemblyError, errorCode, readJson, readTemplateText, type TemplateText } from './json-file';
import { Judgements } from './judgements';
import { readManifest, type StackArtifact } from './manifest';
import { findExistingFile, withNestedTemplates } from './nested-templates';
import type { TemplateParser } from './parsed-template';
import { outermostAssembly, pathInside } from './paths';
import { sourceLocations } from './source-locations';
import { type AssemblyFiles, constructPaths, logicalIds, type TemplateFile } from './template-file';

/** How shells name the pipe of a process substitution. A pipe with another name could block for ever. */
const SHELL_PIPE = /^\/(?:dev\/fd|proc\/self\/fd)\/\d+$/;

/** How templates are read that are not in a cloud assembly. */
export interface AssemblyOptions {
  /** Parses their text. @default only JSON is read */
  readonly parser?: TemplateParser;
  /** Folders whose files a template may name, beside its own. @default none */
  readonly allowedPaths?: readonly string[];
}

/**
 * Reads a cloud assembly folder (`cdk.out`), with the nested stacks and the stages in it, or a single template file with the
 * templates beside it that it nests. The path `-` reads a template from standard input.
 *
 * @throws AssemblyError for a path that is neither, and for files that cannot be read
 */
export function readAssembly(source: string, options: AssemblyOptions = {}): AssemblyFiles {
  if (source === '-' || SHELL_PIPE.test(source)) {
    return { source, kind: 'template', templates: [templateOf(source, readTemplateText(source, 'pipe', options.parser), '.', options)] };
  }
  const stats = statOf(source);
  if (stats.isDirectory()) {
    if (!hasManifest(source)) {
      const template = options.parser === undefined ? '' : ', or a folder with a template in JSON or YAML';
      throw new AssemblyError(
        `${source} has no manifest.json, so it is no cloud assembly: run cdk synth and pass its cdk.out folder${template}`,
      );
    }
    return { source, kind: 'assembly', templates: readFolder(outermostAssembly(source), source, [], new Set()) };
  }
  if (!stats.isFile()) {
    throw new AssemblyError(`${source} is neither a folder nor a file: pass a cloud assembly folder (cdk.out) or a template file`);
  }
  return { source, kind: 'template', templates: readTemplate(source, options) };
}

function hasManifest(folder: string): boolean {
  try {
    return readdirSync(folder).includes('manifest.json');
  } catch (error) {
    throw new AssemblyError(`cannot read the folder ${folder} (${errorCode(error)}): check its permissions`);
  }
}

function statOf(source: string): Stats {
  try {
    return statSync(source);
  } catch (error) {
    const code = errorCode(error);
    const problem = code === 'ENOENT' ? `there is no ${source}` : `cannot read ${source} (${code})`;
    throw new AssemblyError(`${problem}: pass a cloud assembly folder (run cdk synth, then pass cdk.out) or a template file`);
  }
}

function readTemplate(file: string, options: AssemblyOptions): readonly TemplateFile[] {
  const template = templateOf(file, readTemplateText(file, 'file', options.parser), dirname(file), options);
  return withNestedTemplates(template, [], findExistingFile, options.parser);
}

function templateOf(file: string, { body, ...text }: TemplateText, assembly: string, { allowedPaths }: AssemblyOptions): TemplateFile {
  if (!isObject(member(body, 'Resources'))) {
    const remedy = basename(file) === 'manifest.json' ? `pass its folder, ${dirname(file)}` : 'pass a template or a cdk.out folder';
    throw new AssemblyError(`${file} has no Resources, so it is no CloudFormation template: ${remedy}`);
  }
  const stack = basename(file).replace(/(?:\.nested)?(?:\.template)?\.(?:json|ya?ml|template)$/, '');
  const paths = constructPaths(body, []);
  const roots = new Set([...paths.values()].map((path) => path.split('/')[0]));
  return {
    id: file,
    stack,
    stackName: stack,
    path: roots.size === 1 ? [...roots][0] : undefined,
    file,
    assembly,
    root: outermostAssembly(assembly),
    assets: assetsBeside(file, assembly),
    body,
    constructPaths: paths,
    sources: new Map(),
    judgements: new Judgements(),
    allowedPaths,
    ...text,
  };
}

function readFolder(root: string, folder: string, ancestors: readonly string[], seen: Set<string>): readonly TemplateFile[] {
  const realPath = realpathSync(folder);
  if (ancestors.includes(realPath)) {
    throw new AssemblyError(`${join(folder, 'manifest.json')} names itself as an assembly within itself: run cdk synth again`);
  }
  if (seen.has(realPath)) {
    throw new AssemblyError(`${folder} is named by more than one artifact of its assembly: run cdk synth again`);
  }
  seen.add(realPath);
  const manifest = readManifest(folder);
  const assets = manifest.assets(root);
  return manifest.artifacts.flatMap((artifact) =>
    artifact.kind === 'stack'
      ? readStack(root, folder, artifact.stack, assets)
      : readFolder(root, pathInside(root, folder, artifact.directoryName), [...ancestors, realPath], seen),
  );
}

function readStack(root: string, folder: string, stack: StackArtifact, assets: AssetFiles): readonly TemplateFile[] {
  const { displayName, stackName, templateFile, region, account, metadataFile } = stack;
  const file = pathInside(root, folder, templateFile);
  const body = readJson(file);
  const metadata = [stack.metadata, metadataFile === undefined ? {} : readJson(pathInside(root, folder, metadataFile))];
  const entries = metadata.flatMap(logicalIds);
  const path = displayName.replace(/ \(.*\)$/, '');
  const template: TemplateFile = {
    id: file,
    stack: displayName,
    stackName,
    path,
    file,
    assembly: folder,
    root,
    assets: new Map([...assets, ...metadata.flatMap((each) => [...metadataAssets(each)])]),
    region,
    account,
    body,
    // Paths in nested stacks are below those of their parent. The deeper ones come first, so that an ID of the parent wins.
    constructPaths: constructPaths(
      body,
      [...entries].sort((a, b) => depthOf(b.path) - depthOf(a.path)),
      path,
    ),
    sources: new Map(metadata.flatMap((each) => [...sourceLocations(each)])),
    judgements: new Judgements(metadata),
  };
  return withNestedTemplates(template, entries);
}

function depthOf(path: string): number {
  return path.split('/').length;
}
