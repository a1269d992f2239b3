import type { Evidence } from '../services/evidence';
import type { RuleCode, Severity } from './severities';

/** The `Resources` of a CloudFormation template, or some of them. */
export type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>>;

/** What is known of a rule beside its code. */
export interface RuleFacts {
  /** One line: what is told. */
  readonly summary: string;
  /** Where it is documented or was reported. */
  readonly source: string;
  /** How well it is supported. */
  readonly evidence: Evidence;
  /** Resources of which the rule tells, and no other rule. */
  readonly bad: Resources;
  /** The same, put right. */
  readonly good: Resources;
}

/** A rule of the catalogue. */
export interface Rule extends RuleFacts {
  readonly code: RuleCode;
  readonly severity: Severity;
}
