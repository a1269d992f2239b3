/** What the template's rules use of the rest of the engine: `rules/` imports nothing from further up. */
export type { RuleCode } from '../catalogue/severities';
export { parseExpression } from '../expression/parse';
export { suggest } from '../names/suggest';
export { references, routeVariables } from '../path-variables';
export type { Problem } from '../problem';
export { checkDescription } from '../rules/description';
export { checkEntry, checkMappingOnRoute, checkPathVariables, checkTwice, type MappingEntry, readMapping } from '../rules/mapping';
export { checkServiceParameter, missingParameters } from '../rules/service-parameters';
export { checkServiceResource, type ServiceResourceFacts } from '../rules/service-resource';
export { checkStatusSelector } from '../rules/status-selector';
export { unknownSubtype } from '../rules/subtype';
export { checkTimeout, HTTP_TIMEOUT, WEBSOCKET_TIMEOUT } from '../rules/timeout';
export { checkUrl, checkUrlVariables } from '../rules/url';
export type { ServiceSubtype } from '../services/service-subtype';
export { serviceSubtype } from '../services/subtypes';
export { checkIntegrationResponseKey } from '../websocket/integration-responses';
export { checkWebSocketParameter, checkWebSocketSourceOnRoute, isConnectSource } from '../websocket/parameters';
export { checkWebSocketKey } from '../websocket/route-key';
