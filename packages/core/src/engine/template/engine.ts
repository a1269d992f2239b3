/** What the template's rules use of the rest of the engine: `rules/` imports nothing from further up. */
export type { RuleCode } from '../catalogue/severities';
export { parseExpression } from '../expression/parse';
export { suggest } from '../names/suggest';
export { references, routeVariables } from '../path-variables';
export type { Problem } from '../problem';
export { checkDescription } from '../rules/description';
export { checkEntry, checkMappingOnRoute, checkTwice, type MappingEntry, readMapping } from '../rules/mapping';
export { checkSource } from '../rules/source';
export { checkStatusSelector } from '../rules/status-selector';
export { checkTimeout, HTTP_TIMEOUT, WEBSOCKET_TIMEOUT } from '../rules/timeout';
export { checkUrl, checkUrlVariables } from '../rules/url';
export { SERVICE_SUBTYPES, type ServiceSubtype, serviceSubtype } from '../service-subtypes';
export { checkIntegrationResponseKey } from '../websocket/integration-responses';
export { checkWebSocketParameter, checkWebSocketSourceOnRoute, isConnectSource } from '../websocket/parameters';
export { checkWebSocketKey } from '../websocket/route-key';
