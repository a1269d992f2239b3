export type { ResourceLocation } from '@apigwv2-integrations/core/engine';
export { SynthesisError, type SynthesisOptions, type SynthesizedApp, synthesize } from './app/synthesize';
export type { AuthorizerHandler } from './authorizers/lambda/ask';
export type { Io, Output } from './cli/command';
export { main } from './cli/main';
export { type ProcessIo, processIo } from './cli/process-io';
export { compareApps } from './compare-apps';
export type { Change, ChangeKind } from './comparison/change';
export type { FunctionHandler, HandlerContext } from './definitions/function-handler';
export type { Cors } from './definitions/http-api';
export type { Mapping, ResponseMapping } from './definitions/mapping';
export type { Target } from './definitions/target';
export type { Api, Authorization, Grant, Integration, Permission, PermissionStatus, Route, Stage } from './definitions/view/view';
export type {
  AnyExplanation,
  ExplainedAuthorizer,
  ExplainedCandidate,
  ExplainedCors,
  ExplainedIntegration,
  ExplainedIntegrationResponse,
  ExplainedMappedRequest,
  ExplainedMappingEntry,
  ExplainedResponseEntry,
  ExplainedTemplate,
  Explanation,
  WebSocketExplanation,
} from './explain/explanation';
export {
  type Checked,
  type CheckReport,
  type Comparison,
  type Finding,
  type FindOptions,
  findProblems,
  type IgnoredFindings,
  type NotCheckedPart,
  type SuppressedFinding,
} from './find-problems';
export type { Debugger, DebugpyOptions, InspectOptions } from './functions/debugging/debuggers';
export type { FunctionError } from './functions/invocation';
export type { FunctionInvocation, FunctionOutcome } from './functions/invocation-history';
export type * from './gateway/detail-entry';
export type { DetailedLog, SubscribeOptions } from './gateway/entry-stream';
export type { InjectRequest, InjectResponse } from './gateway/inject';
export type {
  AbortEntry,
  AuthorizerEntry,
  ConnectEntry,
  DisconnectEntry,
  FunctionEntry,
  InvocationEntry,
  Log,
  LogEntry,
  MappedParts,
  MappingChange,
  MappingEntry,
  MessageEntry,
  OutputLevel,
  ReloadEntry,
  ReloadedRoute,
  RequestEntry,
} from './gateway/log-entry';
export type { Listening, ListenOptions } from './gateway/port-listeners';
export type { GatewayOptions } from './gateway-options';
export type { ServedApi } from './http-api/served-api';
export { type LoadedApis, loadApis, type TemplateFile } from './load-apis';
export type { SourcePosition } from './load-assembly';
export { LocalGateway } from './local-gateway';
export type { AnyServedApi, ListeningApi } from './served-apis';
export type { ChecksJson } from './terminal/render-checks';
export { JSON_FORMAT_VERSION, type RenderOptions, type RoutesJson, renderRoutes, renderRoutesJson } from './terminal/render-routes';
export { UserError } from './user-error';
export type { WebSocketLimits } from './websocket-api/limits';
export type { ServedWebSocketApi } from './websocket-api/served-websocket-api';
export { type CloseEvent, type ConnectRequest, HandshakeError, type WebSocketClient } from './websocket-api/test-client';
