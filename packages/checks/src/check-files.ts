import { readFileSync } from 'node:fs';
import { checkTemplate, type Finding } from '@apigwv2-integrations/core/engine';
import { nestedTemplates } from './nested-templates';

/** A finding and the file that has it. */
export interface FileFinding extends Finding {
  readonly templatePath: string;
}

/** What is wrong with templates and those nested in them, each file read once. */
export function checkFiles(templatePaths: readonly string[]): FileFinding[] {
  const paths = new Set(templatePaths);
  const findings: FileFinding[] = [];
  // What is added to a set while it is walked through is walked through, too.
  for (const templatePath of paths) {
    const template: unknown = JSON.parse(readFileSync(templatePath, 'utf8'));
    for (const finding of checkTemplate(template)) {
      findings.push({ ...finding, templatePath });
    }
    for (const nested of nestedTemplates(templatePath, template)) {
      paths.add(nested);
    }
  }
  return findings;
}
