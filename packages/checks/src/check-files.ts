import { readTemplates } from '@apigwv2-integrations/core/assembly';
import { checkTemplates, coverageOf, describeCoverage, type Finding, withKnownValues } from '@apigwv2-integrations/core/engine';

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
  const templates = readTemplates(templatePaths);
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
