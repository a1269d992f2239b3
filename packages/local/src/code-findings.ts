import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { findExistingFile, type TemplateFile } from '@apigwv2-integrations/core/assembly';
import { asObject, asString, member } from '@apigwv2-integrations/core/engine';
import { handlerProblem } from './definitions/check-handler';
import { codeProblem, type FunctionCode, SAM_PROPERTIES, type UploadedProperty } from './definitions/function-code';
import type { ExpandedTemplate } from './template/expand-template';
import type { TemplateProblem } from './template/problem';
import { LOCAL_BUCKET, UNBUILT } from './template/sam/local-code';

/**
 * Finds code that a deployment cannot upload, and functions whose handler cannot be loaded: its name is malformed, its file is
 * missing, or nothing exports it. The code is read and never run. Values that are only known after deployment, the handlers in
 * archives, and those of other runtimes than Node.js are not checked.
 */
export function findCodeProblems(template: ExpandedTemplate): readonly TemplateProblem[] {
  return Object.entries(asObject(member(template.body, 'Resources'))).flatMap(([logicalId, resource]) => {
    switch (member(resource, 'Type')) {
      case 'AWS::Lambda::Function':
        return missingCode(logicalId, resource, 'Code', template) ?? missingHandler(logicalId, resource, template) ?? [];
      case 'AWS::Lambda::LayerVersion':
        return missingCode(logicalId, resource, 'Content', template) ?? [];
      default:
        return [];
    }
  });
}

/** Code of SAM that is not there, or that may not be read. The CDK does not write an assembly without an asset. */
function missingCode(
  logicalId: string,
  resource: unknown,
  property: UploadedProperty,
  template: TemplateFile,
): TemplateProblem | undefined {
  const path = asString(member(resource, 'Metadata', 'aws:asset:path'));
  const problem = path === undefined || !isUploaded(resource, property) ? undefined : codeProblem(path, template, true);
  return problem && { code: 'CodeNotFound', logicalId, property: `Properties/${SAM_PROPERTIES[property]}`, ...problem };
}

/** A build may add what is missing in code that is not built, so that it is only a warning. */
function missingHandler(logicalId: string, resource: unknown, template: TemplateFile): TemplateProblem | undefined {
  const handler = asString(member(resource, 'Properties', 'Handler'));
  const isNode = asString(member(resource, 'Properties', 'Runtime'))?.startsWith('nodejs') === true;
  const isBuilt = member(resource, 'Metadata', UNBUILT) === undefined;
  const code = isNode && isBuilt ? codeOf(resource, template) : undefined;
  const problem = code === undefined || handler === undefined ? undefined : handlerProblem(code, handler, 'nodejs');
  const severity = code?.kind === 'folder' && isUploaded(resource, 'Code') ? 'warning' : 'error';
  return problem && { code: 'HandlerNotFound', severity, logicalId, property: 'Properties/Handler', ...problem };
}

/** Whether a deployment of the template uploads the code, in contrast to an asset, which is complete. */
function isUploaded(resource: unknown, property: UploadedProperty): boolean {
  return member(resource, 'Properties', property, 'S3Bucket') === LOCAL_BUCKET;
}

function codeOf(resource: unknown, template: TemplateFile): FunctionCode | undefined {
  const code = member(resource, 'Properties', 'Code');
  const inline = asString(member(code, 'ZipFile'));
  if (inline !== undefined) {
    return { kind: 'inline', text: inline };
  }
  const name = asString(member(resource, 'Metadata', 'aws:asset:path')) ?? assetOf(member(code, 'S3Key'), template);
  const file = name === undefined ? undefined : findExistingFile(template, name);
  return file !== undefined && statSync(file).isDirectory() ? { kind: 'folder', path: resolve(file) } : undefined;
}

function assetOf(key: unknown, { assets }: TemplateFile): string | undefined {
  const text = asString(key) ?? asString(member(key, 'Fn::Sub')) ?? '';
  return assets.get(text) ?? assets.get(/([0-9a-f]{64})\.\w+$/.exec(text)?.[1] ?? '');
}
