import { compareTemplates } from './comparison/compare-apis';
import { findingsWithout } from './comparison/compare-findings';
import { type CheckReport, type Finding, type FindOptions, problemsIn, type SuppressedFinding } from './find-problems';
import { loadAssembly } from './load-assembly';
import { READER_RULES } from './template/problem';
import { UserError } from './user-error';

/**
 * Compares an app with an older state of it: the findings that only the new app has, and what its deployment does to the APIs.
 *
 * @param before a cloud assembly folder or a template
 * @param after a cloud assembly folder or a template, of the same kind as `before`
 * @throws UserError if a path cannot be read, or an ignored rule does not exist
 */
export function compareApps(before: string, after: string, options: FindOptions = {}): CheckReport {
  if (before === '-' && after === '-') {
    throw new UserError('both templates are to be read from standard input: pass the path of one of them', 'usage');
  }
  const [oldAssembly, assembly] = [loadAssembly(before, { allowedPaths: options.allowedPaths }), loadAssembly(after, options)];
  const [old, report] = [problemsIn(oldAssembly, options), problemsIn(assembly, options)];
  const hasOneStack = old.templates === 1 && report.templates === 1;
  const known = [...old.findings, ...old.suppressed.map(({ finding }) => finding)];
  const suppressed = new Set(
    findingsWithout(
      report.suppressed.map(({ finding }) => finding),
      known,
      hasOneStack,
    ),
  );
  return {
    ...report,
    findings: findingsWithout(report.findings, old.findings, hasOneStack),
    suppressed: report.suppressed.filter(({ finding }: SuppressedFinding) => suppressed.has(finding)),
    comparison: {
      source: before,
      resolved: findingsWithout(old.findings.filter(isInText), report.findings, hasOneStack),
      changes: compareTemplates(oldAssembly.templates, assembly.templates),
    },
  };
}

/** An old template is often compared without the code that belongs to it, such as the output of `git show`. */
function isInText({ code }: Finding): boolean {
  return code !== READER_RULES.CodeNotFound.code;
}
