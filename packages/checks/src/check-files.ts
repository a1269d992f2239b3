import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkTemplates, type Finding, type Template } from '@apigwv2-integrations/core/engine';
import { Manifests } from './manifests';
import { nestedTemplates } from './nested-templates';

/** A finding and the file that has it. */
export interface FileFinding extends Finding {
  readonly templatePath: string;
}

/** What is wrong with templates and those nested in them, taken together, each file read once. */
export function checkFiles(templatePaths: readonly string[]): FileFinding[] {
  const templates = new Map<string, Template>();
  const manifests = new Manifests();
  const left: Pick<Template, 'id' | 'nestedIn'>[] = templatePaths.map((id) => ({ id }));
  // What is added to a list while it is walked through is walked through, too.
  for (const { id, nestedIn } of left) {
    if (!templates.has(id)) {
      const body: unknown = JSON.parse(readFileSync(id, 'utf8'));
      templates.set(id, { id, body, nestedIn, assembly: dirname(id), ...manifests.of(id) });
      left.push(...nestedTemplates(id, body).map(({ path, logicalId }) => ({ id: path, nestedIn: { id, logicalId } })));
    }
  }
  return checkTemplates([...templates.values()]).map(({ templateId, ...finding }) => ({ ...finding, templatePath: templateId }));
}
