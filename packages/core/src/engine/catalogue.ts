import type { Rule } from './problem';
import { ACCESS_LOG_RULES } from './rules/access-logs';
import { API_MAPPING_RULES } from './rules/api-mappings';
import { API_RULES } from './rules/apis';
import { AUTHORIZER_RULES } from './rules/authorizers';
import { BACKEND_RULES } from './rules/backends';
import { CORS_RULES } from './rules/cors';
import { DEPLOYMENT_RULES } from './rules/deployments';
import { EXPRESSION_RULES } from './rules/expressions';
import { INTEGRATION_RULES } from './rules/integrations';
import { INVOKE_PERMISSION_RULES } from './rules/invoke-permissions';
import { JWT_AUTHORIZER_RULES } from './rules/jwt-authorizers';
import { LAMBDA_POLICY_RULES } from './rules/lambda-policies';
import { MAPPING_KEY_RULES } from './rules/mapping-keys';
import { MODEL_RULES } from './rules/models';
import { OPENAPI_DOCUMENT_RULES } from './rules/openapi-documents';
import { OPENAPI_EXTENSION_RULES } from './rules/openapi-extensions';
import { OPENAPI_OPERATION_RULES } from './rules/openapi-operations';
import { QUOTA_RULES } from './rules/quotas';
import { REFERENCE_RULES } from './rules/references';
import { MAPPING_RULES } from './rules/request-mappings';
import { RESPONSE_MAPPING_RULES } from './rules/response-mappings';
import { ROLE_RULES } from './rules/roles';
import { ROUTE_AUTHORIZATION_RULES } from './rules/route-authorization';
import { ROUTE_SETTING_RULES } from './rules/route-settings';
import { ROUTE_RULES } from './rules/routes';
import { SERVICE_RESOURCE_RULES } from './rules/service-resources';
import { SERVICE_RULES } from './rules/services';
import { STAGE_RULES } from './rules/stages';
import { TARGET_RULES } from './rules/targets';
import { TEXT_RULES } from './rules/texts';
import { URL_RULES } from './rules/urls';
import { VELOCITY_RULES } from './rules/velocity-templates';
import { WEBSOCKET_MAPPING_RULES } from './rules/websocket-mappings';
import { WEBSOCKET_RESPONSE_RULES } from './rules/websocket-responses';
import { TEMPLATE_RULES } from './rules/websocket-templates';

const BY_CODE = {
  ...MAPPING_KEY_RULES,
  ...MAPPING_RULES,
  ...EXPRESSION_RULES,
  ...RESPONSE_MAPPING_RULES,
  ...INTEGRATION_RULES,
  ...URL_RULES,
  ...BACKEND_RULES,
  ...SERVICE_RULES,
  ...SERVICE_RESOURCE_RULES,
  ...ROUTE_RULES,
  ...TARGET_RULES,
  ...ROUTE_AUTHORIZATION_RULES,
  ...AUTHORIZER_RULES,
  ...JWT_AUTHORIZER_RULES,
  ...REFERENCE_RULES,
  ...INVOKE_PERMISSION_RULES,
  ...ROLE_RULES,
  ...API_RULES,
  ...CORS_RULES,
  ...STAGE_RULES,
  ...ROUTE_SETTING_RULES,
  ...ACCESS_LOG_RULES,
  ...DEPLOYMENT_RULES,
  ...API_MAPPING_RULES,
  ...TEXT_RULES,
  ...WEBSOCKET_MAPPING_RULES,
  ...WEBSOCKET_RESPONSE_RULES,
  ...TEMPLATE_RULES,
  ...VELOCITY_RULES,
  ...MODEL_RULES,
  ...OPENAPI_DOCUMENT_RULES,
  ...OPENAPI_EXTENSION_RULES,
  ...OPENAPI_OPERATION_RULES,
  ...QUOTA_RULES,
  ...LAMBDA_POLICY_RULES,
};

/** The code of a rule. */
export type RuleCode = keyof typeof BY_CODE;

/** All rules of the engine, in the order of the documentation. */
export const RULES: readonly Rule[] = Object.values(BY_CODE);
