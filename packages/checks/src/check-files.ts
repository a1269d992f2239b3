import { readTemplates } from '@apigwv2-integrations/core/assembly';
import { checkTemplates, type Finding } from '@apigwv2-integrations/core/engine';

/** A finding and the template file that has it. */
export interface FileFinding extends Finding {
  readonly templatePath: string;
}

/** The findings of templates and of those nested in them, checked together. */
export function checkFiles(templatePaths: readonly string[]): FileFinding[] {
  const templates = readTemplates(templatePaths);
  const files = new Map(templates.map(({ id, file }) => [id, file]));
  return checkTemplates(templates).map(({ templateId, ...finding }) => ({ ...finding, templatePath: files.get(templateId) ?? templateId }));
}
