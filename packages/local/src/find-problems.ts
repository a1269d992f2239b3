import type { TemplateFile } from '@apigwv2-integrations/core/assembly';
import {
  type CheckCoverage,
  checkTemplates,
  coverageOf,
  type NotChecked,
  RULES,
  ruleId,
  suggest,
  type Finding as TemplateFinding,
  withKnownValues,
} from '@apigwv2-integrations/core/engine';
import { findCodeProblems } from './code-findings';
import type { Change } from './comparison/change';
import { type LoadedAssembly, loadAssembly, type ReadOptions, type Source, sourceOf, staleWarning } from './load-assembly';
import type { ExpandedTemplate } from './template/expand-template';
import { READER_RULES, type TemplateProblem } from './template/problem';
import { UserError } from './user-error';

/** A finding of a rule in a template, with its stack and file. */
export interface Finding extends Omit<TemplateFinding, 'value'>, Source {
  /** ID of the rule, such as `@apigwv2-integrations/header-reserved`. */
  readonly rule: string;
  readonly stack: string;
  /** Path of the template. */
  readonly file: string;
}

/** Options of `findProblems`. */
export interface FindOptions extends ReadOptions {
  /** Reasons for leaving out the findings of a rule, by code or id of the rule. @default no finding is left out */
  readonly ignore?: Readonly<Record<string, string>>;
}

/** The findings of a rule that were left out. */
export interface IgnoredFindings {
  readonly code: string;
  readonly reason: string;
  readonly count: number;
}

/** A finding that was left out. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** Whether the app acknowledges the rule, or the options of the command ignore it. */
  readonly by: 'app' | 'options';
}

/** A part of an assembly or template that the rules do not look at. */
export interface NotCheckedPart extends Omit<NotChecked, 'templateId'> {
  readonly stack: string;
  /** Path of the template. */
  readonly file: string;
}

/** How much of an assembly or template the rules look at. */
export interface Checked {
  /** APIs whose routes are resources of the templates. */
  readonly apis: number;
  readonly routes: number;
}

/** The findings for an assembly or template. */
export interface CheckReport {
  /** The path as it was given. */
  readonly source: string;
  readonly templates: number;
  readonly checked: Checked;
  /** What was not checked, such as the OpenAPI document of an API. */
  readonly notChecked: readonly NotCheckedPart[];
  /** Set if a source file of the app was changed after it was synthesized. */
  readonly staleWarning?: string;
  /** Errors before warnings, each in template order. */
  readonly findings: readonly Finding[];
  /** Rules whose findings were left out. */
  readonly ignored: readonly IgnoredFindings[];
  /** The findings that were left out, in template order. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Set by `compareApps`: the findings are then those that the old app does not have. */
  readonly comparison?: Comparison;
}

/** What `compareApps` found besides the new findings. */
export interface Comparison {
  /** The path of the old app, as it was given. */
  readonly source: string;
  /** Findings of the old app that the new one does not have. */
  readonly resolved: readonly Finding[];
  /** What the deployment of the new app does to the APIs of the old one. */
  readonly changes: readonly Change[];
}

/**
 * Applies the rules to all templates of a path.
 *
 * @param path a cloud assembly folder (`cdk.out`), or a CloudFormation or SAM template in JSON or YAML
 * @throws UserError if the path cannot be read, or an ignored rule does not exist
 */
export function findProblems(path: string, options: FindOptions = {}): CheckReport {
  return problemsIn(loadAssembly(path, options), options);
}

/**
 * Applies the rules to an assembly that was read already.
 *
 * @throws UserError if an ignored rule does not exist
 */
export function problemsIn(assembly: LoadedAssembly, options: FindOptions = {}): CheckReport {
  const reasons = reasonsByCode(options.ignore ?? {});
  const { source, templates } = assembly;
  const templatesByFile = new Map(templates.map((template) => [template.file, template]));
  const byId = new Map(templates.map((template) => [template.id, template]));
  const known = withKnownValues(templates);
  const found = checkTemplates(templates, known);
  const checks = found.map(
    ({ templateId, code, severity, logicalId, property, message, remedy, excerpt, expression, constructPath }): Finding => {
      const template = byId.get(templateId) as (typeof templates)[number];
      const { stack, file } = template;
      return {
        code,
        rule: ruleId(code),
        severity,
        stack,
        file,
        logicalId,
        constructPath,
        ...sourceOf(template, { logicalId, constructPath, property }),
        property,
        message,
        remedy,
        excerpt,
        expression,
      };
    },
  );
  for (const template of templates) {
    checks.push(...[...template.problems, ...findCodeProblems(template)].map((problem) => readerFinding(template, problem)));
  }
  const judged = checks.map((finding) => judge(finding, templatesByFile.get(finding.file)));
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const { finding, acknowledged } of judged) {
    const ignored = reasons.get(finding.code);
    const reason = ignored ?? acknowledged;
    if (reason === undefined) {
      kept.push(finding);
    } else {
      suppressed.push({ finding, reason, by: ignored === undefined ? 'app' : 'options' });
    }
  }
  return {
    source,
    templates: templates.length,
    ...coverageIn(coverageOf(templates, known), byId),
    staleWarning: staleWarning(assembly),
    findings: [...kept.filter(isError), ...kept.filter((check) => !isError(check))],
    ignored: [
      ...[...reasons].map(([code, reason]) => ({ code, reason, count: checks.filter((check) => check.code === code).length })),
      ...acknowledgedFindings(suppressed),
    ],
    suppressed,
  };
}

function coverageIn(
  coverage: CheckCoverage,
  byId: ReadonlyMap<string, { readonly stack: string; readonly file: string }>,
): Pick<CheckReport, 'checked' | 'notChecked'> {
  const { apis, routes, notChecked } = coverage;
  return {
    checked: { apis, routes },
    notChecked: notChecked.map(({ templateId, ...part }) => {
      const { stack = '', file = '' } = byId.get(templateId) ?? {};
      return { ...part, stack, file };
    }),
  };
}

/** Findings that the app acknowledges, by rule and reason. */
function acknowledgedFindings(suppressed: readonly SuppressedFinding[]): readonly IgnoredFindings[] {
  const found = new Map<string, IgnoredFindings>();
  for (const { finding, reason, by } of suppressed) {
    if (by === 'app') {
      const key = `${finding.code} ${reason}`;
      found.set(key, { code: finding.code, reason, count: (found.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...found.values()];
}

/** A finding after what the app says about it. */
interface Judged {
  readonly finding: Finding;
  /** The reason for leaving it out. */
  readonly acknowledged?: string;
}

function judge(finding: Finding, template: TemplateFile | undefined): Judged {
  const { code, rule, constructPath, message } = finding;
  const reason = isError(finding) ? template?.judgements.reasonToLower(constructPath, code) : undefined;
  const lowered: Finding =
    reason === undefined ? finding : { ...finding, severity: 'warning', message: `${message} (an error, lowered by the app: ${reason})` };
  const acknowledgement = template?.judgements.acknowledgement(constructPath, rule);
  const isAcknowledged = acknowledgement !== undefined && (acknowledgement.includesErrors || !isError(lowered));
  return { finding: lowered, acknowledged: isAcknowledged ? acknowledgement.reason : undefined };
}

/** A finding of a rule that only this package applies. */
function readerFinding(template: ExpandedTemplate, { position, ...problem }: TemplateProblem): Finding {
  const { code, logicalId, property } = problem;
  const constructPath = template.constructPaths.get(logicalId);
  return {
    severity: READER_RULES[code].severity,
    ...problem,
    rule: ruleId(code),
    stack: template.stack,
    file: template.file,
    constructPath,
    ...sourceOf(template, { logicalId, constructPath, property, position }),
  };
}

function reasonsByCode(ignore: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(ignore).map(([rule, reason]) => [codeOf(rule), reason]));
}

function codeOf(rule: string): string {
  const codes = [...RULES.map(({ code }) => code), ...Object.keys(READER_RULES)];
  const found = codes.find((code) => code === rule || ruleId(code) === rule);
  if (found === undefined) {
    const nearest = suggest(rule, codes);
    throw new UserError(`there is no rule ${rule}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}: docs/rules.md lists them`);
  }
  return found;
}

/** Whether a finding is an error: the service refuses the resource, or it can never work. */
export function isError({ severity }: Finding): boolean {
  return severity === 'error';
}
