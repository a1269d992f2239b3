import { checkTemplates, type Finding, ruleId } from '@apigwv2-integrations/core/engine';
import { loadAssembly } from './load-assembly';

/** A finding of a rule, with its location. */
export interface CheckFinding {
  /** The code, such as `HeaderReserved`. */
  readonly code: string;
  /** Id of the rule, such as `@apigwv2-integrations/header-reserved`. */
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly stack: string;
  /** Path of the template. */
  readonly file: string;
  readonly logicalId: string;
  readonly constructPath?: string;
  /** Path within the resource, such as `Properties/TimeoutInMillis`. */
  readonly property?: string;
  readonly message: string;
  readonly remedy: string;
  /** The value, and a line with a caret under the problem. */
  readonly excerpt?: string;
}

/** The findings for an assembly or template. */
export interface CheckReport {
  /** The path as it was given. */
  readonly source: string;
  readonly templates: number;
  /** Errors before warnings, each in template order. */
  readonly findings: readonly CheckFinding[];
}

/**
 * Applies the rules to all templates of a path.
 *
 * @param path a cloud assembly folder (`cdk.out`) or a CloudFormation template in JSON
 */
export function findProblems(path: string): CheckReport {
  const { source, templates } = loadAssembly(path);
  const byId = new Map(templates.map((template) => [template.id, template]));
  const found = checkTemplates(templates);
  const checks = found.map(({ templateId, code, severity, logicalId, property, message, remedy, excerpt, constructPath }): CheckFinding => {
    const { stack, file } = byId.get(templateId) as (typeof templates)[number];
    return {
      code,
      rule: ruleId(code),
      severity,
      stack,
      file,
      logicalId,
      constructPath,
      property,
      message,
      remedy,
      excerpt,
    };
  });
  return { source, templates: templates.length, findings: [...checks.filter(isError), ...checks.filter((check) => !isError(check))] };
}

/** Whether a finding is an error: the service refuses the resource, or it can never work. */
export function isError({ severity }: CheckFinding): boolean {
  return severity === 'error';
}
