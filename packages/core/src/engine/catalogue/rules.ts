import { API_RULES } from './api-rules';
import { EXPRESSION_RULES } from './expression-rules';
import { INTEGRATION_RULES } from './integration-rules';
import { MAPPING_RULES } from './mapping-rules';
import { QUOTA_RULES } from './quota-rules';
import { RESPONSE_RULES } from './response-rules';
import { ROUTE_RULES } from './route-rules';
import type { Rule, RuleFacts } from './rule';
import { SERVICE_RULES } from './service-rules';
import { type RuleCode, SEVERITIES } from './severities';
import { WEBSOCKET_RULES } from './websocket-rules';

/** A code without an entry does not compile. */
const FACTS: Readonly<Record<RuleCode, RuleFacts>> = {
  ...MAPPING_RULES,
  ...EXPRESSION_RULES,
  ...RESPONSE_RULES,
  ...INTEGRATION_RULES,
  ...SERVICE_RULES,
  ...ROUTE_RULES,
  ...API_RULES,
  ...WEBSOCKET_RULES,
  ...QUOTA_RULES,
};

/** Every rule that the engine knows, in the order of the catalogue. */
export const RULES: readonly Rule[] = (Object.keys(FACTS) as RuleCode[]).map((code) => ({
  code,
  severity: SEVERITIES[code],
  ...FACTS[code],
}));
