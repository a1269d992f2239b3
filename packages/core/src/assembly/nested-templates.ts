import { dirname, join } from 'node:path';
import { asObject, asString, member } from '../engine';
import { AssemblyError, readTemplateText } from './json-file';
import type { TemplateParser } from './parsed-template';
import { pathInside } from './paths';
import { constructPaths, type LogicalIdEntry, type TemplateFile } from './template-file';

/** Stops at templates that contain each other several times, whose number grows exponentially with the depth. */
const MAX_NESTED_TEMPLATES = 2_000;

const NESTED_STACKS = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

/** Finds the file of a nested stack by the name that its parent has for it; undefined to leave the nested stack out. */
export type FindFile = (parent: TemplateFile, name: string) => string | undefined;

/**
 * The template, followed by the templates of its nested stacks at all depths.
 *
 * @throws AssemblyError for nested stacks that contain themselves, and for files that cannot be read
 */
export function withNestedTemplates(
  template: TemplateFile,
  entries: readonly LogicalIdEntry[],
  findFile: FindFile = ({ root, assembly }, name) => pathInside(root, assembly, name),
  parser?: TemplateParser,
): readonly TemplateFile[] {
  const templates: TemplateFile[] = [];
  const add = (parent: TemplateFile, ancestors: readonly string[]): void => {
    templates.push(parent);
    if (templates.length > MAX_NESTED_TEMPLATES) {
      throw new AssemblyError(`${template.file} has more than ${MAX_NESTED_TEMPLATES} nested stacks: check which stacks nest each other`);
    }
    for (const [logicalId, resource] of nestedStacks(parent)) {
      const name = fileName(resource, parent) ?? (parser === undefined ? undefined : localPath(resource));
      const file = name === undefined ? undefined : findFile(parent, name);
      if (file !== undefined) {
        if (ancestors.includes(file)) {
          throw new AssemblyError(`${parent.file}: the nested stack ${logicalId} is ${file}, which contains itself: remove the cycle`);
        }
        add(nestedTemplate(parent, logicalId, file, entries, parser), [...ancestors, file]);
      }
    }
  };
  add(template, [template.file]);
  return templates;
}

/** Leaves out the nested stacks whose files are missing, or may not be read. */
export const findExistingFile: FindFile = ({ root, assembly, allowedPaths }, name) => {
  try {
    return pathInside(root, assembly, name, allowedPaths);
  } catch (error) {
    if (error instanceof AssemblyError) {
      return undefined;
    }
    throw error;
  }
};

/** The resources of a template that deploy nested stacks, by logical ID. */
export function nestedStacks({ body }: Pick<TemplateFile, 'body'>): readonly (readonly [logicalId: string, resource: unknown])[] {
  const resources = Object.entries(asObject(member(body, 'Resources')));
  return resources.filter(([, resource]) => NESTED_STACKS.includes(asString(member(resource, 'Type')) ?? ''));
}

function nestedTemplate(
  parent: TemplateFile,
  logicalId: string,
  file: string,
  entries: readonly LogicalIdEntry[],
  parser: TemplateParser | undefined,
): TemplateFile {
  const { body, ...text } = readTemplateText(file, 'file', parser);
  const path = parent.constructPaths.get(logicalId)?.replace(/\.NestedStack\/[^/]+\.NestedStackResource$/, '');
  return {
    id: `${parent.id}/${logicalId}`,
    stack: path ?? join(parent.stack, logicalId),
    // A placeholder, since CloudFormation names nested stacks at deployment.
    stackName: `${parent.stackName}/${logicalId}`,
    path,
    file,
    assembly: parser === undefined ? parent.assembly : dirname(file),
    root: parent.root,
    assets: parent.assets,
    region: parent.region,
    account: parent.account,
    body,
    constructPaths: constructPaths(body, path === undefined ? [] : entries, path),
    sources: parent.sources,
    judgements: parent.judgements,
    nestedIn: { id: parent.id, logicalId },
    allowedPaths: parent.allowedPaths,
    ...text,
  };
}

/** The CDK's command line has the file's name written into the template; without it, the asset's hash identifies the file. */
function fileName(resource: unknown, { assets }: TemplateFile): string | undefined {
  const hash = /\/?([0-9a-f]{64})\.json/.exec(lastText(member(resource, 'Properties', 'TemplateURL')))?.[1];
  return asString(member(resource, 'Metadata', 'aws:asset:path')) ?? (hash === undefined ? undefined : assets.get(hash));
}

/** Templates that are not packaged yet name local files. */
function localPath(resource: unknown): string | undefined {
  const path = asString(member(resource, 'Properties', 'TemplateURL') ?? member(resource, 'Properties', 'Location'));
  return path === undefined || /^[a-z][a-z0-9]+:/i.test(path) ? undefined : path;
}

/** The URL of a template ends with its file name, whether it is a string or joined from pieces. */
function lastText(url: unknown): string {
  const pieces = member(url, 'Fn::Join');
  const list = Array.isArray(pieces) && Array.isArray(pieces[1]) ? pieces[1] : [url];
  const last: unknown = asString(list.at(-1)) ?? member(list.at(-1), 'Fn::Sub');
  return asString(last) ?? '';
}
