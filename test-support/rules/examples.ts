import type { RuleCode } from '@apigwv2-integrations/core/engine';
import { API_EXAMPLES } from './api-examples';
import { AUTHORIZER_EXAMPLES } from './authorizer-examples';
import { EXPRESSION_EXAMPLES } from './expression-examples';
import { INTEGRATION_EXAMPLES } from './integration-examples';
import { MAPPING_EXAMPLES } from './mapping-examples';
import { OPENAPI_EXAMPLES } from './openapi-examples';
import { QUOTA_EXAMPLES } from './quota-examples';
import type { RuleExample } from './resources';
import { RESPONSE_EXAMPLES } from './response-examples';
import { RIGHTS_EXAMPLES } from './rights-examples';
import { ROUTE_EXAMPLES } from './route-examples';
import { SERVICE_EXAMPLES } from './service-examples';
import { STAGE_EXAMPLES } from './stage-examples';
import { WEBSOCKET_EXAMPLES } from './websocket-examples';

/** An example of every rule: a rule without one does not compile. */
export const RULE_EXAMPLES: Readonly<Record<RuleCode, RuleExample>> = {
  ...API_EXAMPLES,
  ...AUTHORIZER_EXAMPLES,
  ...EXPRESSION_EXAMPLES,
  ...INTEGRATION_EXAMPLES,
  ...MAPPING_EXAMPLES,
  ...OPENAPI_EXAMPLES,
  ...QUOTA_EXAMPLES,
  ...RESPONSE_EXAMPLES,
  ...ROUTE_EXAMPLES,
  ...SERVICE_EXAMPLES,
  ...RIGHTS_EXAMPLES,
  ...STAGE_EXAMPLES,
  ...WEBSOCKET_EXAMPLES,
};

/** The example of a rule. */
export function exampleOf(code: string): RuleExample {
  return RULE_EXAMPLES[code as RuleCode];
}
