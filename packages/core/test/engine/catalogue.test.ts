import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkTemplate, RULES, ruleId, type Severity } from '@apigwv2-integrations/core/engine';
import { exampleOf, RULE_EXAMPLES } from 'test-support/rules/examples';
import type { Resources } from 'test-support/rules/resources';
import { describe, expect, test } from 'vitest';
import { SOURCES_OF_RULES } from '../../src/engine/rules/sources';

const codesOf = (resources: Resources) =>
  checkTemplate(JSON.parse(JSON.stringify({ Resources: resources }))).map(({ code, severity }) => ({ code, severity }));

describe.each(RULES)('$code', ({ code, severity, summary, source, evidence }) => {
  const { bad, good } = exampleOf(code);

  test('the invalid example has only this problem', () => {
    expect(codesOf(bad)).toEqual([{ code, severity }]);
  });

  test('the valid example has no problem', () => {
    expect(codesOf(good)).toEqual([]);
  });

  test('describes the problem in one line, with a source', () => {
    expect(summary).toMatch(/^[^\n]+\.$/);
    expect(Object.values(SOURCES_OF_RULES)).toContain(source);
  });

  test('is an error only if AWS documents the fact or was observed to reject it', () => {
    if (severity === 'error') {
      expect(['documented', 'reported']).toContain(evidence);
    }
  });
});

/** The severity of each code, written down a second time: whoever lowers an error or raises a warning has to do it here, too. */
const ERRORS = `
  AccessLogDestinationInvalid AccessLogFormatNotOneLine AccessLogRequestIdMissing AccessLogVariableNotSupported ActionNotAllowed
  ActionUnknown ApiKeyExpressionInvalid ApiMappingKeyInvalid ApiMappingKeySlash ApiMappingStageUnknown AuthorizationOnMessageRoute
  AuthorizationTypeInvalid AuthorizerExtensionInvalid AuthorizerMissing AuthorizerOfOtherApi AuthorizerPayloadVersionInvalid
  AuthorizerPayloadVersionMissing AuthorizerTtlOutOfRange AuthorizerTypeInvalid AuthorizerTypeMismatch AuthorizerUriMissing
  BasePathModeInvalid ContextNameInvalid CorsCredentialsWithAnyOrigin CorsMaxAgeOutOfRange DeploymentBeforeRoutes
  DescriptionTooLong DestinationNameInvalid DestinationNameMissing DestinationNotInDirection ExpressionInvalid
  FifoDeduplicationMissing FifoDelayRefused FifoGroupMissing GreedyVariableNotLast HeaderReserved HeaderTwice
  IdentitySourceInvalid ImportFailsOnWarnings IntegrationResponseKeyInvalid IntegrationTypeNotInProtocol IntegrationTypeUnknown
  InvokePermissionMismatch InvokePermissionMissing JsonPathNotSupported JwtConfigurationMissing JwtIssuerInvalid
  LoggingLevelInvalid LoggingNotSupported MappingValueTooLong OpenApiVersionNotSupported PayloadVersionInvalid
  PayloadVersionMissing PrivateUriInvalid ReferenceKindInvalid ResponseParameterIncomplete ResponseParametersCamelCase
  ResponseParametersFlat ResponseStatusInvalid RoleNotAssumable RouteKeyInvalid RouteMethodUnknown RouteResponseKeyInvalid
  RouteSettingsInvalid RouteSettingsUnknownRoute RouteTrailingSlash ScopesWithoutJwt SecurityRequirementsSeveral
  SelectionExpressionFixed SelectionExpressionMissing ServiceJsonLiteral ServiceParameterEmpty ServiceParameterMissing
  SimpleResponsesNotSupported SourceNotInDirection SourceUnknown StageVariableInvalid StageVariableNameInvalid
  StageVariableValueInvalid SubtypeUnknown SyncExecutionOfStandard TargetMissing TemplateSyntaxInvalid TextLengthInvalid
  TimeoutOutOfRange UrlInvalid UrlTooLong WebSocketRouteKeyReserved
`;
const WARNINGS = `
  AccessLogFormatTooLong AccessLogSettingsIncomplete AccessLogVariableUnknown ApiMappingBeforeStage ApiMappingKeyEmptySegment
  AudiencesOverQuota AuthorizerCacheWithoutIdentitySource AuthorizerIgnored AuthorizerPropertyIgnored AuthorizersOverQuota
  AutoDeployWithDeployment BasePathAmbiguous ConnectionIdMissing ConnectionTypeUnknown ContextNotAValue ContextNotYetKnown
  ContextUnknown CorsHeaderInvalid CorsMethodInvalid CorsOriginInvalid CorsPreflightAuthorized DeduplicationWithoutFifo
  DefaultPathWithoutSlash DeploymentMissesRoutes DestinationNameUnexpected DocumentMemberUnknown DocumentReferenceBroken
  DocumentReferenceToFile ExtensionMemberIgnored ExtensionMisplaced ExtensionNotInProtocol ExtensionUnknown
  ImportVersionNotSupported IntegrationMethodMissing IntegrationResponseMissing IntegrationResponsePatternInvalid
  IntegrationUriMissing IntegrationsOverQuota InvokePermissionPartial JsonPathDoubtful JwtAudienceMissing JwtIdentitySourceMissing
  LambdaPolicyTooLarge MappingKeyUnknown MappingValueEmpty MockStatusMissing ModelNameInvalid ModelSchemaTooLong OperationUnknown
  OperationWithoutIntegration PathNotAbsolute PathParameterUnknown PathVariablePartial PathVariableUnknown PropertyNotInProtocol
  QueryStringTwice ResourceBesideDocument ResourcesNearQuota RoleActionMissing RouteKeyTwice RouteSettingUnknown
  RouteSettingsBeforeRoute RoutesDifferByVariable RoutesOverQuota ScopesOverQuota SecuritySchemeUnknown
  SecuritySchemeWithoutAuthorizer SelectionExpressionInvalid ServiceCredentialsMissing ServiceParameterDoubtful
  ServiceParameterUnknown ServicePathNotASource ServicePayloadVersionMissing StageNameInvalid StageVariableValueTooLong
  StageVariablesOverQuota StagesOverQuota StatusCodeInvalid SubnetsOverQuota SubtypeNotOfType TargetLiteral TargetOfOtherApi
  TargetWithoutPrefix TemplateContextUnknown TemplateDirectiveUnsupported TemplateMemberUnknown TemplateNeverJson
  TemplateSelectionInvalid TemplateSelectionUnmatched TemplateStageVariableUnset TemplateStatusMissing TemplateTextSwallowed
  TemplateTooLong TemplateVariableUnset ThrottlingRefusesAll TlsConfigWithoutVpcLink UrlMalformed UrlVariableUnknown
  UrlVariableUnset WebSocketDestinationInvalid WebSocketParameterNotDeclared WebSocketSourceInvalid WebSocketSourceOnlyOnConnect
`;

const namesIn = (text: string): readonly string[] => text.trim().split(/\s+/);

test('each code has the severity that is agreed for it', () => {
  const codesOfSeverity = (severity: Severity) => RULES.filter((rule) => rule.severity === severity).map(({ code }) => code);

  expect(codesOfSeverity('error').sort()).toEqual(namesIn(ERRORS));
  expect(codesOfSeverity('warning').sort()).toEqual(namesIn(WARNINGS));
});

test('each code has an example and a unique ID', () => {
  expect(RULES.map(({ code }) => code).sort()).toEqual(Object.keys(RULE_EXAMPLES).sort());
  expect(new Set(RULES.map(({ code }) => ruleId(code))).size).toBe(RULES.length);
});

test('uses each source', () => {
  expect([...new Set(RULES.map(({ source }) => source))].sort()).toEqual(Object.values(SOURCES_OF_RULES).sort());
});

test('builds IDs in kebab case with the family’s prefix', () => {
  expect(ruleId('UrlInvalid')).toBe('@apigwv2-integrations/url-invalid');
  expect(ruleId('WebSocketRouteKeyReserved')).toBe('@apigwv2-integrations/web-socket-route-key-reserved');
});

test('imports nothing from outside the engine', () => {
  const engine = fileURLToPath(new URL('../../src/engine', import.meta.url));
  for (const file of readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    for (const [, specifier] of readFileSync(join(engine, file), 'utf8').matchAll(/ from '([^']+)'/g)) {
      expect(join('/engine', file, '..', specifier), file).toMatch(/^\/engine(\/|$)/);
    }
  }
});
