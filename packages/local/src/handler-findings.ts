import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { AssemblyError, pathInside, type TemplateFile } from '@apigwv2-integrations/core/assembly';
import { asObject, asString, member, type Rule } from '@apigwv2-integrations/core/engine';
import { handlerProblem } from './definitions/check-handler';
import type { FunctionCode } from './definitions/function-code';
import type { ExpandedTemplate } from './template/expand-template';
import { LOCAL_BUCKET, UNBUILT } from './template/sam/local-code';

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
  readonly template: ExpandedTemplate;
  readonly logicalId: string;
  readonly message: string;
  /** A build may add what is missing in code that is not built. */
  readonly severity: 'error' | 'warning';
}

/**
 * Finds functions whose handler cannot be loaded: its name is malformed, its file is missing, or nothing exports it. The code is
 * read and never run. Values that are only known after deployment, archives and other runtimes are not checked.
 */
export function findMissingHandlers(templates: readonly ExpandedTemplate[]): readonly HandlerFinding[] {
  const findings: HandlerFinding[] = [];
  for (const template of templates) {
    for (const [logicalId, resource] of Object.entries(asObject(member(template.body, 'Resources')))) {
      const handler = asString(member(resource, 'Properties', 'Handler'));
      const isNode = asString(member(resource, 'Properties', 'Runtime'))?.startsWith('nodejs') === true;
      const isBuilt = member(resource, 'Metadata', UNBUILT) === undefined;
      const code = member(resource, 'Type') === 'AWS::Lambda::Function' && isNode && isBuilt ? codeOf(resource, template) : undefined;
      const message = code === undefined || handler === undefined ? undefined : handlerProblem(code, handler, 'nodejs');
      if (message !== undefined) {
        findings.push({ template, logicalId, message, severity: code?.kind === 'folder' && isUploaded(resource) ? 'warning' : 'error' });
      }
    }
  }
  return findings;
}

/** Whether a deployment of the template uploads the code, in contrast to an asset, which is complete. */
function isUploaded(resource: unknown): boolean {
  return member(resource, 'Properties', 'Code', 'S3Bucket') === LOCAL_BUCKET;
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

function folderAt(name: string, { root, assembly, allowedPaths }: TemplateFile): FunctionCode | undefined {
  try {
    const path = resolve(pathInside(root, assembly, name, allowedPaths));
    return statSync(path).isDirectory() ? { kind: 'folder', path } : undefined;
  } catch (error) {
    // An asset that is missing is reported by what needs it.
    if (error instanceof AssemblyError) {
      return undefined;
    }
    throw error;
  }
}
