import { join } from 'node:path';
import { asObject, asString, member } from '@apigwv2-integrations/core/engine';
import { constructPaths, type LogicalIdEntry } from './construct-paths';
import { inside } from './inside';
import { readJson } from './read-json';
import type { TemplateFile } from './template';

const MAX_NESTED_STACK_DEPTH = 16;

/** The template itself, then the templates of its nested stacks, as deep as they go. */
export function withNestedStacks(template: TemplateFile, entries: readonly LogicalIdEntry[], depth = 0): readonly TemplateFile[] {
  const nested = Object.entries(asObject(member(template.body, 'Resources'))).flatMap(([logicalId, resource]) => {
    const name =
      member(resource, 'Type') === 'AWS::CloudFormation::Stack' && depth < MAX_NESTED_STACK_DEPTH
        ? fileName(resource, template)
        : undefined;
    return name === undefined ? [] : withNestedStacks(nestedTemplate(template, logicalId, name, entries), entries, depth + 1);
  });
  return [template, ...nested];
}

function nestedTemplate(parent: TemplateFile, logicalId: string, name: string, entries: readonly LogicalIdEntry[]): TemplateFile {
  const file = inside(parent.root, parent.assembly, name);
  const body = readJson(file);
  const path = parent.constructPaths.get(logicalId)?.replace(/\.NestedStack\/[^/]+\.NestedStackResource$/, '');
  return {
    id: `${parent.id}/${logicalId}`,
    stack: path ?? join(parent.stack, logicalId),
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
    nestedIn: { id: parent.id, logicalId },
  };
}

function fileName(resource: unknown, { assets }: TemplateFile): string | undefined {
  const hash = /\/?([0-9a-f]{64})\.json/.exec(lastText(member(resource, 'Properties', 'TemplateURL')))?.[1];
  return asString(member(resource, 'Metadata', 'aws:asset:path')) ?? (hash === undefined ? undefined : assets.get(hash));
}

/** A template's URL ends with its file name, be it a string or joined from pieces. */
function lastText(url: unknown): string {
  const pieces = member(url, 'Fn::Join');
  const list = Array.isArray(pieces) && Array.isArray(pieces[1]) ? pieces[1] : [url];
  const last: unknown = asString(list.at(-1)) ?? member(list.at(-1), 'Fn::Sub');
  return asString(last) ?? '';
}
