import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { AssemblyError, pathInside, type TemplateFile } from '@apigwv2-integrations/core/assembly';
import { asObject, asString, member, type Rule } from '@apigwv2-integrations/core/engine';
import { handlerProblem } from './definitions/check-handler';
import type { FunctionCode } from './definitions/function-code';

/** The rule that reads the code of functions, which rules of the engine do not. */
export const HANDLER_RULE = 'HandlerNotFound';

/** What the rules of the engine have in their catalogue. */
export const HANDLER_RULE_FACTS: Rule = {
  code: HANDLER_RULE,
  severity: 'error',
  summary: 'The code of a Node.js function does not contain its handler.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
  evidence: 'documented',
};

/** A Node.js function whose handler cannot be loaded. */
export interface HandlerFinding {
  readonly template: TemplateFile;
  readonly logicalId: string;
  readonly message: string;
}

/**
 * Finds functions whose handler cannot be loaded: its name is malformed, its file is missing, or nothing exports it. The code is
 * read and never run. Values that are only known after deployment, archives and other runtimes are not checked.
 */
export function findMissingHandlers(templates: readonly TemplateFile[]): readonly HandlerFinding[] {
  const findings: HandlerFinding[] = [];
  for (const template of templates) {
    for (const [logicalId, resource] of Object.entries(asObject(member(template.body, 'Resources')))) {
      const handler = asString(member(resource, 'Properties', 'Handler'));
      const isNode = asString(member(resource, 'Properties', 'Runtime'))?.startsWith('nodejs') === true;
      const code = member(resource, 'Type') === 'AWS::Lambda::Function' && isNode ? codeOf(resource, template) : undefined;
      const message = code === undefined || handler === undefined ? undefined : handlerProblem(code, handler, 'nodejs');
      if (message !== undefined) {
        findings.push({ template, logicalId, message });
      }
    }
  }
  return findings;
}

function codeOf(resource: unknown, template: TemplateFile): FunctionCode | undefined {
  const code = member(resource, 'Properties', 'Code');
  const inline = asString(member(code, 'ZipFile'));
  if (inline !== undefined) {
    return { kind: 'inline', text: inline };
  }
  const name = asString(member(resource, 'Metadata', 'aws:asset:path')) ?? assetOf(member(code, 'S3Key'), template);
  return name === undefined ? undefined : folderAt(name, template);
}

function assetOf(key: unknown, { assets }: TemplateFile): string | undefined {
  const text = asString(key) ?? asString(member(key, 'Fn::Sub')) ?? '';
  return assets.get(text) ?? assets.get(/([0-9a-f]{64})\.\w+$/.exec(text)?.[1] ?? '');
}

function folderAt(name: string, { root, assembly }: TemplateFile): FunctionCode | undefined {
  try {
    const path = resolve(pathInside(root, assembly, name));
    return statSync(path).isDirectory() ? { kind: 'folder', path } : undefined;
  } catch (error) {
    // An asset that is missing is reported by what needs it.
    if (error instanceof AssemblyError) {
      return undefined;
    }
    throw error;
  }
}
