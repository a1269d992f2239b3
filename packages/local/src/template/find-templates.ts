import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AssemblyError, readText } from '@apigwv2-integrations/core/assembly';
import { isObject, member } from '@apigwv2-integrations/core/engine';
import { parseTemplate } from './parse-template';

const TEMPLATE_NAMES = ['template.yaml', 'template.yml', 'template.json'];
/** What `sam build` writes, relative to the folder of the template. */
const BUILD_FOLDER = join('.aws-sam', 'build');

/**
 * The template in a folder that a command reads if it is given no path: the output of `sam build`, else `template.yaml`.
 *
 * @returns undefined if there is neither
 */
export function defaultTemplate(folder: string): string | undefined {
  return [join(folder, BUILD_FOLDER), folder]
    .flatMap((each) => TEMPLATE_NAMES.map((name) => join(each, name)))
    .find((file) => existsSync(file));
}

/**
 * The templates of a folder that is no cloud assembly: the output of `sam build`, else all templates in the folder. Other
 * files in JSON and YAML are left out.
 *
 * @returns undefined for a file, for a cloud assembly, and for a folder without a template
 */
export function templatesIn(folder: string): readonly string[] | undefined {
  if (!isFolder(folder) || existsSync(join(folder, 'manifest.json'))) {
    return undefined;
  }
  const built = defaultTemplate(folder);
  if (built?.includes(BUILD_FOLDER)) {
    return [built];
  }
  const files = readdirSync(folder)
    .filter((name) => /\.(?:json|ya?ml|template)$/i.test(name))
    .map((name) => join(folder, name))
    .filter(isTemplate);
  return files.length === 0 ? undefined : files.sort();
}

/** A path that cannot be read is refused when it is read. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function isTemplate(file: string): boolean {
  try {
    const { body } = parseTemplate(readText(file), file);
    const resources = Object.values(Object(member(body, 'Resources')));
    return resources.length > 0 && resources.every((resource) => isObject(resource) && member(resource, 'Type') !== undefined);
  } catch (error) {
    // A file that is no template need not be valid.
    if (error instanceof AssemblyError) {
      return /template\./i.test(file);
    }
    throw error;
  }
}

/** The template from which `sam build` wrote another one; undefined for other templates. */
export function templateBeforeBuild(file: string): string | undefined {
  const folder = /^(.*)[\\/]?\.aws-sam[\\/]build[\\/][^\\/]+$/.exec(file)?.[1];
  return folder === undefined ? undefined : TEMPLATE_NAMES.map((name) => join(folder || '.', name)).find((each) => existsSync(each));
}
