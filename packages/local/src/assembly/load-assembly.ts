import { type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isObject, member } from '@apigwv2-integrations/core/engine';
import { UserError } from '../user-error';
import { assetsBeside } from './asset-files';
import { constructPaths } from './construct-paths';
import { outermost } from './outermost';
import { readFolder } from './read-folder';
import { readJson, reason } from './read-json';
import type { Assembly, TemplateFile } from './template';

/** Reads a cloud assembly folder or a single template file. */
export function loadAssembly(source: string): Assembly {
  const stats = stat(source);
  if (stats.isDirectory()) {
    return { source, kind: 'assembly', templates: readFolder(source) };
  }
  if (!stats.isFile()) {
    throw new UserError(`${source} is neither a folder nor a file: pass a cloud assembly folder (cdk.out) or a template file`);
  }
  return { source, kind: 'template', templates: [readTemplate(source)] };
}

function stat(source: string): Stats {
  try {
    return statSync(source);
  } catch (error) {
    const why = reason(error) === 'ENOENT' ? `there is no ${source}` : `cannot read ${source} (${reason(error)})`;
    throw new UserError(`${why}: pass a cloud assembly folder (run cdk synth, then pass cdk.out) or a template file`);
  }
}

function readTemplate(file: string): TemplateFile {
  const body = readJson(file);
  if (!isObject(member(body, 'Resources'))) {
    const remedy = basename(file) === 'manifest.json' ? `pass its folder, ${dirname(file)}` : 'pass a template or a cdk.out folder';
    throw new UserError(`${file} has no Resources, so it is no CloudFormation template: ${remedy}`);
  }
  const stack = basename(file).replace(/(?:\.nested)?(?:\.template)?\.json$/, '');
  const paths = constructPaths(body, []);
  const folder = dirname(file);
  const firsts = new Set([...paths.values()].map((path) => path.split('/')[0]));
  return {
    id: file,
    stack,
    stackName: stack,
    path: firsts.size === 1 ? [...firsts][0] : undefined,
    file,
    assembly: folder,
    root: outermost(folder),
    assets: assetsBeside(file, folder),
    body,
    constructPaths: paths,
  };
}
