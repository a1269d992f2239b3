export { CONSTRUCT_CODES } from './construct-codes';
export type { Resources, Rule, RuleFacts } from './rule';
export { kebab, ruleId } from './rule-id';
export { RULES } from './rules';
export type { RuleCode, Severity } from './severities';
