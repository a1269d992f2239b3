import { join } from 'node:path';
import { asObject, asString, member } from '../engine';
import { readJson } from './json-file';
import { pathInside } from './paths';
import { constructPaths, type LogicalIdEntry, type TemplateFile } from './template-file';

const MAX_NESTED_STACK_DEPTH = 16;

/** Finds the file of a nested stack by the name that its parent has for it; undefined to leave the nested stack out. */
export type FindFile = (parent: TemplateFile, name: string) => string | undefined;

/** The template, followed by the templates of its nested stacks at all depths. */
export function withNestedTemplates(
  template: TemplateFile,
  entries: readonly LogicalIdEntry[],
  findFile: FindFile = ({ root, assembly }, name) => pathInside(root, assembly, name),
  depth = 0,
): readonly TemplateFile[] {
  const templates = [template];
  for (const [logicalId, resource] of nestedStacks(template)) {
    const name = depth < MAX_NESTED_STACK_DEPTH ? fileName(resource, template) : undefined;
    const file = name === undefined ? undefined : findFile(template, name);
    if (file !== undefined) {
      templates.push(...withNestedTemplates(nestedTemplate(template, logicalId, file, entries), entries, findFile, depth + 1));
    }
  }
  return templates;
}

/** The resources of a template that deploy nested stacks, by logical ID. */
export function nestedStacks({ body }: Pick<TemplateFile, 'body'>): readonly (readonly [logicalId: string, resource: unknown])[] {
  const resources = Object.entries(asObject(member(body, 'Resources')));
  return resources.filter(([, resource]) => member(resource, 'Type') === 'AWS::CloudFormation::Stack');
}

function nestedTemplate(parent: TemplateFile, logicalId: string, file: string, entries: readonly LogicalIdEntry[]): TemplateFile {
  const body = readJson(file);
  const path = parent.constructPaths.get(logicalId)?.replace(/\.NestedStack\/[^/]+\.NestedStackResource$/, '');
  return {
    id: `${parent.id}/${logicalId}`,
    stack: path ?? join(parent.stack, logicalId),
    // A placeholder, since CloudFormation names nested stacks at deployment.
    stackName: `${parent.stackName}/${logicalId}`,
    path,
    file,
    assembly: parent.assembly,
    root: parent.root,
    assets: parent.assets,
    region: parent.region,
    account: parent.account,
    body,
    constructPaths: constructPaths(body, path === undefined ? [] : entries, path),
    sources: parent.sources,
    nestedIn: { id: parent.id, logicalId },
  };
}

/** The CDK's command line has the file's name written into the template; without it, the asset's hash identifies the file. */
function fileName(resource: unknown, { assets }: TemplateFile): string | undefined {
  const hash = /\/?([0-9a-f]{64})\.json/.exec(lastText(member(resource, 'Properties', 'TemplateURL')))?.[1];
  return asString(member(resource, 'Metadata', 'aws:asset:path')) ?? (hash === undefined ? undefined : assets.get(hash));
}

/** The URL of a template ends with its file name, whether it is a string or joined from pieces. */
function lastText(url: unknown): string {
  const pieces = member(url, 'Fn::Join');
  const list = Array.isArray(pieces) && Array.isArray(pieces[1]) ? pieces[1] : [url];
  const last: unknown = asString(list.at(-1)) ?? member(list.at(-1), 'Fn::Sub');
  return asString(last) ?? '';
}
