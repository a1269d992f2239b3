export * from './catalogue';
export { ACTIONS, type Destination, type Direction, parseDestination, printDestination } from './destination';
export { Body } from './evaluate/body';
export * from './evaluate/compile';
export {
  type EvaluationContext,
  evaluateRequest,
  evaluateResponse,
  type RequestInput,
  type RequestOutput,
  type ResponseInput,
  type ResponseOutput,
} from './evaluate/evaluate';
export { Fields } from './evaluate/fields';
export * from './evaluate/parameters';
export { excerpt } from './excerpt';
export * from './expression/expression';
export type { SyntaxFault } from './expression/fault';
export type { JsonPath, JsonStep } from './expression/json-path';
export { parseExpression } from './expression/parse';
export * from './integration';
export * from './lowered-errors';
export { CONTEXT_VARIABLES } from './names/context-variables';
export { isReservedHeader } from './names/reserved-headers';
export { suggest } from './names/suggest';
export * from './path-variables';
export * from './problem';
export * from './reported';
export { checkMapping, checkMappingOnRoute, type MappingEntry, readMapping } from './rules/mapping';
export { checkServiceParameters } from './rules/service-parameters';
export { checkServiceResource, type ServiceResourceFacts } from './rules/service-resource';
export { checkStatusSelector } from './rules/status-selector';
export { checkTimeout, HTTP_TIMEOUT, type TimeoutRange, WEBSOCKET_TIMEOUT } from './rules/timeout';
export type { Evidence } from './services/evidence';
export type { ParameterType, ServiceParameter } from './services/service-parameter';
export * from './services/service-subtype';
export { SERVICE_SUBTYPES, serviceSubtype } from './services/subtypes';
export * from './template';
export * from './websocket/integration';
export { checkWebSocketParameter, isConnectSource } from './websocket/parameters';
export type { TemplateFacts, TemplateSide } from './websocket/templates';
