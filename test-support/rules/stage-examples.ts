import { bareRoute, httpApi, ofApi, type Resources, type RuleExamples, webSocketApi } from './resources';

const NONE = { Ref: 'AWS::NoValue' };
const LOG_GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:shop';

const cors = (CorsConfiguration: object) => httpApi({}, { CorsConfiguration });
const origins = (...AllowOrigins: string[]) => cors({ AllowOrigins });
const methods = (...AllowMethods: string[]) => cors({ AllowOrigins: ['*'], AllowMethods });
const headers = (...AllowHeaders: string[]) => cors({ AllowOrigins: ['*'], AllowHeaders });
const preflight = (RouteKey: string) =>
  httpApi(
    { Route: ofApi('Route', { RouteKey, AuthorizationType: 'AWS_IAM' }) },
    { CorsConfiguration: { AllowOrigins: ['https://example.com'] } },
  );

const stage = (properties: object) => ofApi('Stage', { StageName: 'live', ...properties });
const settings = (DefaultRouteSettings: object) => httpApi({ Stage: stage({ DefaultRouteSettings }) });
const perRoute = (RouteSettings: unknown, DependsOn: readonly string[] = ['Route']) =>
  httpApi({ Route: bareRoute('GET /books'), Stage: { ...stage({ RouteSettings }), DependsOn } });
const throttled = { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 };

const log = (Format: unknown, DestinationArn: unknown = LOG_GROUP) =>
  httpApi({ Stage: stage({ AccessLogSettings: { Format, DestinationArn } }) });
const long = (length: number) => log(`$context.requestId ${'a'.repeat(length - '$context.requestId '.length)}`);

const deployment = (...DependsOn: string[]): Resources => ({
  ...webSocketApi({ Connect: bareRoute('$connect'), Join: bareRoute('join') }),
  Deployment: { ...ofApi('Deployment', {}), DependsOn },
});
const deploying = (AutoDeploy: boolean) => webSocketApi({ Stage: stage({ AutoDeploy, DeploymentId: 'abc123' }) });

const mapping = (properties: object): Resources =>
  httpApi({
    Stage: stage({}),
    Mapping: ofApi('ApiMapping', { DomainName: 'api.example.com', Stage: { Ref: 'Stage' }, ...properties }),
  });

/** Stages, how they log and throttle, and who reaches them. */
export const STAGE_EXAMPLES = {
  CorsMaxAgeOutOfRange: {
    bad: cors({ AllowOrigins: ['https://example.com'], MaxAge: 86_401 }),
    good: cors({ AllowOrigins: ['https://example.com'], MaxAge: 86_400 }),
  },
  CorsCredentialsWithAnyOrigin: {
    bad: cors({ AllowOrigins: ['*'], AllowCredentials: true }),
    good: cors({ AllowOrigins: ['https://example.com'], AllowCredentials: true }),
  },
  CorsOriginInvalid: { bad: origins('https://example.com/'), good: origins('https://example.com', 'https://*') },
  CorsMethodInvalid: { bad: methods('get'), good: methods('GET') },
  CorsHeaderInvalid: { bad: headers('authorization, content-type'), good: headers('authorization', 'content-type') },
  CorsPreflightAuthorized: { bad: preflight('ANY /books'), good: preflight('GET /books') },
  RouteSettingsUnknownRoute: {
    bad: perRoute({ 'DELETE /books': throttled }),
    good: perRoute({ 'GET /books': throttled }),
  },
  RouteSettingsBeforeRoute: {
    bad: perRoute({ 'GET /books': throttled }, []),
    good: perRoute({ 'GET /books': throttled }, ['Route']),
  },
  RouteSettingsInvalid: { bad: perRoute([throttled]), good: perRoute({ 'GET /books': throttled }) },
  RouteSettingUnknown: { bad: settings({ throttlingRateLimit: 100 }), good: settings({ ThrottlingRateLimit: 100 }) },
  LoggingLevelInvalid: {
    bad: webSocketApi({ Stage: stage({ DefaultRouteSettings: { LoggingLevel: 'DEBUG' } }) }),
    good: webSocketApi({ Stage: stage({ DefaultRouteSettings: { LoggingLevel: 'INFO' } }) }),
  },
  LoggingNotSupported: { bad: settings({ LoggingLevel: 'INFO' }), good: settings({ LoggingLevel: 'OFF' }) },
  ThrottlingRefusesAll: {
    bad: settings({ DetailedMetricsEnabled: true, ThrottlingBurstLimit: 0 }),
    good: settings({ DetailedMetricsEnabled: true, ThrottlingBurstLimit: 50 }),
  },
  AccessLogVariableNotSupported: { bad: log('$context.requestId $context.routekey'), good: log('$context.requestId $context.routeKey') },
  AccessLogVariableUnknown: { bad: log('$context.requestId $context.resourcePath'), good: log('$context.requestId $context.routeKey') },
  AccessLogFormatNotOneLine: { bad: log('$context.requestId\n$context.status'), good: log('$context.requestId $context.status\n') },
  AccessLogRequestIdMissing: { bad: log('$context.status'), good: log('$context.extendedRequestId $context.status') },
  AccessLogFormatTooLong: { bad: long(3073), good: long(3072) },
  AccessLogDestinationInvalid: {
    bad: log('$context.requestId', 'arn:aws:s3:::logs'),
    good: log('$context.requestId', LOG_GROUP),
  },
  AccessLogSettingsIncomplete: {
    bad: httpApi({ Stage: stage({ AccessLogSettings: { DestinationArn: LOG_GROUP } }) }),
    good: log('$context.requestId', LOG_GROUP),
  },
  DeploymentBeforeRoutes: { bad: deployment(), good: deployment('Connect', 'Join') },
  DeploymentMissesRoutes: { bad: deployment('Connect'), good: deployment('Connect', 'Join') },
  AutoDeployWithDeployment: { bad: deploying(true), good: deploying(false) },
  ApiMappingKeyInvalid: { bad: mapping({ ApiMappingKey: 'shop v1' }), good: mapping({ ApiMappingKey: 'shop/v1' }) },
  ApiMappingKeySlash: { bad: mapping({ ApiMappingKey: '/' }), good: mapping({ ApiMappingKey: NONE }) },
  ApiMappingKeyEmptySegment: { bad: mapping({ ApiMappingKey: '/shop' }), good: mapping({ ApiMappingKey: 'shop' }) },
  ApiMappingStageUnknown: { bad: mapping({ Stage: 'test' }), good: mapping({ Stage: { Ref: 'Stage' } }) },
  ApiMappingBeforeStage: { bad: mapping({ Stage: 'live' }), good: mapping({ Stage: { Ref: 'Stage' } }) },
} as const satisfies RuleExamples;
