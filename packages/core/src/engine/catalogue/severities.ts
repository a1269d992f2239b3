/**
 * Every code that the engine tells, and how much it weighs.
 *
 * An error rests on a documented source or on a refusal that AWS's users reported; the rest are warnings.
 */
export const SEVERITIES = {
  // mappings
  MappingKeyUnknown: 'warning',
  DestinationNotInDirection: 'error',
  ActionUnknown: 'error',
  ActionNotAllowed: 'error',
  DestinationNameMissing: 'error',
  DestinationNameUnexpected: 'warning',
  DestinationTwice: 'warning',
  HeaderReserved: 'error',
  HeaderNameInvalid: 'warning',
  MappingValueTooLong: 'error',
  MappingValueEmpty: 'warning',
  PathNotAbsolute: 'warning',
  StatusCodeInvalid: 'warning',
  // expressions
  ExpressionInvalid: 'error',
  JsonPathNotSupported: 'error',
  SourceUnknown: 'error',
  SourceNotInDirection: 'error',
  StageVariableInvalid: 'error',
  ContextNameInvalid: 'error',
  ContextNotAValue: 'warning',
  ContextNotYetKnown: 'warning',
  ContextUnknown: 'warning',
  BareVariableBesideText: 'warning',
  PathVariableUnknown: 'warning',
  // response mappings
  ResponseStatusInvalid: 'error',
  ResponseParametersFlat: 'error',
  ResponseParametersCamelCase: 'error',
  ResponseParameterIncomplete: 'error',
  // integrations
  IntegrationTypeUnknown: 'error',
  IntegrationTypeNotInProtocol: 'error',
  PropertyNotInProtocol: 'warning',
  PayloadVersionMissing: 'error',
  PayloadVersionInvalid: 'error',
  TimeoutOutOfRange: 'error',
  UrlInvalid: 'error',
  UrlTooLong: 'error',
  UrlVariableUnknown: 'warning',
  PrivateUriInvalid: 'error',
  IntegrationMethodMissing: 'warning',
  // AWS service integrations
  SubtypeUnknown: 'error',
  ServiceParameterMissing: 'error',
  ServiceParameterUnknown: 'warning',
  ServiceParameterEmpty: 'error',
  ServicePathNotASource: 'warning',
  ServiceJsonLiteral: 'warning',
  ServiceCredentialsMissing: 'warning',
  // routes
  RouteKeyInvalid: 'error',
  RouteMethodUnknown: 'error',
  RouteTrailingSlash: 'error',
  GreedyVariableNotLast: 'error',
  PathVariablePartial: 'warning',
  RouteKeyTwice: 'warning',
  RoutesDifferByVariable: 'warning',
  TargetMissing: 'error',
  TargetLiteral: 'warning',
  TargetWithoutPrefix: 'warning',
  TargetOfOtherApi: 'warning',
  // APIs and stages
  SelectionExpressionMissing: 'error',
  SelectionExpressionInvalid: 'warning',
  SelectionExpressionFixed: 'error',
  CorsMaxAgeOutOfRange: 'error',
  CorsCredentialsWithAnyOrigin: 'warning',
  TextLengthInvalid: 'error',
  DescriptionTooLong: 'error',
  ApiMappingKeyInvalid: 'error',
  StageNameInvalid: 'warning',
  StageVariableNameInvalid: 'error',
  StageVariableValueInvalid: 'error',
  StageVariableValueTooLong: 'warning',
  // WebSocket APIs
  WebSocketRouteKeyReserved: 'error',
  WebSocketDestinationInvalid: 'warning',
  WebSocketSourceInvalid: 'warning',
  WebSocketSourceOnlyOnConnect: 'warning',
  WebSocketParameterNotDeclared: 'warning',
  RouteResponseKeyInvalid: 'error',
  IntegrationResponseKeyInvalid: 'error',
  IntegrationResponseMissing: 'warning',
  // quotas
  RoutesOverQuota: 'warning',
  IntegrationsOverQuota: 'warning',
  StagesOverQuota: 'warning',
  AuthorizersOverQuota: 'warning',
  StageVariablesOverQuota: 'warning',
  LambdaPolicyTooLarge: 'warning',
} as const;

/** A code of the catalogue, in PascalCase. */
export type RuleCode = keyof typeof SEVERITIES;

/** How much a problem weighs: an error is refused or can never work, a warning is doubtful. */
export type Severity = 'error' | 'warning';
