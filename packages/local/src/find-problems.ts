import { checkTemplates, type Finding, ruleId } from '@apigwv2-integrations/core/engine';
import { loadAssembly } from './assembly/load-assembly';

/** What a rule tells of a resource, and where that is. */
export interface CheckFinding {
  /** The code, such as `HeaderReserved`. */
  readonly code: string;
  /** Under which it is documented, such as `@apigwv2-integrations/header-reserved`. */
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly stack: string;
  /** The template's file. */
  readonly file: string;
  readonly logicalId: string;
  readonly constructPath?: string;
  /** From the resource down, such as `Properties/TimeoutInMillis`. */
  readonly property?: string;
  readonly message: string;
  readonly remedy: string;
  /** The value with a caret under the place, two lines. */
  readonly excerpt?: string;
}

/** What was checked, and what was found. */
export interface CheckReport {
  /** The path as it was given. */
  readonly source: string;
  readonly templates: number;
  /** Errors first, each in the order of the templates. */
  readonly findings: readonly CheckFinding[];
}

/**
 * Applies the rules to every template under a path.
 *
 * @param path a cloud assembly folder (`cdk.out`) or a CloudFormation template in JSON
 */
export function findProblems(path: string): CheckReport {
  const { source, templates } = loadAssembly(path);
  const byId = new Map(templates.map((template) => [template.id, template]));
  const found = checkTemplates(
    templates.map(({ id, folder, body, stackName, environment, nestedIn }) => ({
      id,
      body,
      assembly: folder,
      // A nested stack's name is this program's own: CloudFormation makes one when it is deployed.
      stackName: nestedIn === undefined ? stackName : undefined,
      ...environment,
      nestedIn: nestedIn && { id: nestedIn.templateId, logicalId: nestedIn.logicalId },
    })),
  );
  const checks = found.map(({ templateId, code, severity, logicalId, property, message, remedy, excerpt, constructPath }): CheckFinding => {
    const { stack, file, constructPaths } = byId.get(templateId) as (typeof templates)[number];
    return {
      code,
      rule: ruleId(code),
      severity,
      stack,
      file,
      logicalId,
      constructPath: constructPath ?? constructPaths.get(logicalId),
      property,
      message,
      remedy,
      excerpt,
    };
  });
  return { source, templates: templates.length, findings: [...checks.filter(isError), ...checks.filter((check) => !isError(check))] };
}

/** Whether the service refuses it, or it can never work. */
export function isError({ severity }: CheckFinding): boolean {
  return severity === 'error';
}
