import { AssemblyError, documentAsset, pathInside, readJson, readTemplates, type TemplateFile } from '@apigwv2-integrations/core/assembly';
import {
  asObject,
  checkTemplates,
  coverageOf,
  describeCoverage,
  type Finding,
  type JsonObject,
  member,
  withKnownValues,
} from '@apigwv2-integrations/core/engine';

/** A finding and the template file that has it. */
export interface FileFinding extends Finding {
  readonly templatePath: string;
}

/** The findings of files, and what was not checked in them. */
export interface FileReport {
  readonly findings: readonly FileFinding[];
  /** What was checked and what was not, in one line; undefined if everything was checked. */
  readonly notChecked?: string;
}

/** Checks templates and those nested in them together. */
export function checkFiles(templatePaths: readonly string[]): FileReport {
  const templates = readTemplates(templatePaths).map(withDocumentAssets);
  const files = new Map(templates.map(({ id, file }) => [id, file]));
  const known = withKnownValues(templates);
  const coverage = coverageOf(templates, known);
  return {
    findings: checkTemplates(templates, known).map(({ templateId, ...finding }) => ({
      ...finding,
      templatePath: files.get(templateId) ?? templateId,
    })),
    notChecked: coverage.notChecked.length === 0 ? undefined : describeCoverage(coverage),
  };
}

/** Reads the OpenAPI documents of APIs that are assets of the app. Those in YAML are not read, which would need a parser. */
function withDocumentAssets(template: TemplateFile): TemplateFile {
  const resources = asObject(member(template.body, 'Resources'));
  const read = new Map<string, JsonObject>();
  for (const [logicalId, resource] of Object.entries(resources)) {
    const properties = asObject(member(resource, 'Properties'));
    const document = readDocument(documentAsset(properties.BodyS3Location, template.assets), template);
    if (document !== undefined && properties.Body === undefined) {
      read.set(logicalId, { ...asObject(resource), Properties: { ...properties, BodyS3Location: undefined, Body: document } });
    }
  }
  return read.size === 0 ? template : { ...template, body: { ...template.body, Resources: { ...resources, ...Object.fromEntries(read) } } };
}

function readDocument(path: string | undefined, { root, assembly }: TemplateFile): JsonObject | undefined {
  if (path === undefined || !path.endsWith('.json')) {
    return undefined;
  }
  try {
    return readJson(pathInside(root, assembly, path));
  } catch (error) {
    if (error instanceof AssemblyError) {
      return undefined;
    }
    throw error;
  }
}
