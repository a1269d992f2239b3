import { InvokePermissions } from '../permissions/invoke-permissions';
import { checkAccessLog } from '../rules/access-logs';
import { checkApiMappings } from '../rules/api-mappings';
import { checkApiKeyExpression, checkSelectionExpression } from '../rules/apis';
import { checkAuthorizer } from '../rules/authorizers';
import { checkConnection, checkUri } from '../rules/backends';
import { checkCors, checkPreflight } from '../rules/cors';
import { checkAutoDeploy, checkDeployments } from '../rules/deployments';
import {
  checkIntegrationTimeout,
  checkIntegrationType,
  checkPayloadVersion,
  checkProtocolProperties,
  checkWebSocketPayloadVersion,
} from '../rules/integrations';
import { checkInvokePermissions } from '../rules/invoke-permissions';
import { checkJwtAuthorizer } from '../rules/jwt-authorizers';
import { checkLambdaPolicies } from '../rules/lambda-policies';
import { checkModel } from '../rules/models';
import { checkAudiences, checkQuotas, checkResourceCount, checkScopes, checkSubnets } from '../rules/quotas';
import { checkReferences } from '../rules/references';
import { checkRequestMapping } from '../rules/request-mappings';
import { checkResponseMapping } from '../rules/response-mappings';
import { checkRole, RolePolicies } from '../rules/roles';
import { checkRouteAuthorization } from '../rules/route-authorization';
import { checkRouteSettings } from '../rules/route-settings';
import { checkHttpRouteKey, checkRouteClashes, checkWebSocketRouteKey } from '../rules/routes';
import { checkService } from '../rules/services';
import { checkStageName, checkStageVariables } from '../rules/stages';
import { checkTarget } from '../rules/targets';
import { checkResourceDescription, checkTextLengths } from '../rules/texts';
import { checkWebSocketMapping } from '../rules/websocket-mappings';
import { checkIntegrationResponses, checkResponseKey, checkRouteResponseKey } from '../rules/websocket-responses';
import { checkRequestTemplates, checkResponseTemplates, stageVariablesOf } from '../rules/websocket-templates';
import type { ApiGroup, Integration } from './api';
import { Dependencies } from './dependencies';
import type { Finding } from './finding';
import { type KnownTemplates, withKnownValues } from './known-values';
import { Resolver } from './resolver';
import type { Resource } from './resource';
import type { Template } from './template';
import { indexTemplate, type TemplateIndex } from './template-index';

const PREFIX = 'AWS::ApiGatewayV2::';

/**
 * Problems of the API Gateway v2 resources of a CloudFormation template, whoever wrote it.
 *
 * Never throws: a document that is no template has no findings. Values that only a deployment decides are unknown,
 * and are not reported. Takes time linear in the template's size.
 *
 * For templates that are deployed together, `checkTemplates` finds more.
 *
 * @param template as it is parsed from JSON or YAML
 */
export function checkTemplate(template: unknown): Finding[] {
  return checkTemplates([{ id: '', body: template }]);
}

/** A finding and the template that has it. */
export interface AssemblyFinding extends Finding {
  /** The `id` of the template. */
  readonly templateId: string;
}

/**
 * Problems of templates that are deployed together, such as those of one cloud assembly. Values are followed from
 * one template to another, such as permissions of several templates to one function.
 *
 * @param known what `withKnownValues` made of the templates already
 */
export function checkTemplates(templates: readonly Template[], known: KnownTemplates = withKnownValues(templates)): AssemblyFinding[] {
  const { resources } = known;
  const resolver = new Resolver(resources);
  const policies = checkLambdaPolicies(resources);
  const rights = { permissions: new InvokePermissions(resolver), roles: new RolePolicies(resolver) };
  return resources.templates.flatMap((template) => {
    const { id: templateId } = template;
    const index = indexTemplate(template, resolver);
    const findings = [...documentFindings(index, template), ...checkIndex(index, rights), ...(policies.get(templateId) ?? [])];
    return findings.map((finding) => {
      const expression = known.expressionAt(templateId, finding.logicalId, finding.property);
      return { ...finding, ...(expression === undefined ? {} : { expression }), templateId };
    });
  });
}

function documentFindings({ resources }: TemplateIndex, { documentProblems = [] }: Template): Finding[] {
  return documentProblems.map((problem) => {
    const constructPath = resources.get(problem.logicalId)?.constructPath;
    return constructPath === undefined ? problem : { ...problem, constructPath };
  });
}

/** Who may call what, across all templates. */
interface Rights {
  readonly permissions: InvokePermissions;
  readonly roles: RolePolicies;
}

function checkIndex(index: TemplateIndex, { permissions, roles }: Rights): Finding[] {
  const resources = [...index.resources.values()];
  const own = resources.filter(({ type }) => type.startsWith(PREFIX));
  const dependencies = new Dependencies(index.resources);
  const mappings = resources.filter(({ type }) => type === `${PREFIX}ApiMapping`);
  return [
    ...own.flatMap(checkResource),
    ...own.flatMap((resource) => checkReferences(resource, index.resolver)),
    ...own.flatMap((resource) => checkRole(resource, index.resolver, roles)),
    ...index.apis.flatMap((group) => [...checkApi(group, index, dependencies), ...checkInvokePermissions(group, index, permissions)]),
    ...checkApiMappings(mappings, index, dependencies),
    ...checkResourceCount(resources.filter(({ origin }) => origin === undefined)),
  ];
}

/** Findings of a single resource. */
function checkResource(resource: Resource): Finding[] {
  const common = [...checkTextLengths(resource), ...checkResourceDescription(resource)];
  switch (resource.type.slice(PREFIX.length)) {
    case 'Stage':
      return [...common, ...checkStageName(resource), ...checkStageVariables(resource), ...checkAutoDeploy(resource)];
    case 'Route':
      return [...common, ...checkScopes(resource)];
    case 'Authorizer':
      return [...common, ...checkAudiences(resource)];
    case 'VpcLink':
      return [...common, ...checkSubnets(resource)];
    case 'Model':
      return [...common, ...checkModel(resource)];
    case 'RouteResponse':
      return [...common, ...checkRouteResponseKey(resource)];
    case 'IntegrationResponse':
      return [...common, ...checkResponseKey(resource)];
    default:
      return common;
  }
}

function checkApi(group: ApiGroup, index: TemplateIndex, dependencies: Dependencies): Finding[] {
  const { api, protocol, routes, integrations, authorizers } = group;
  return [
    ...(api === undefined ? [] : [...checkSelectionExpression(api, protocol), ...checkApiKeyExpression(api, protocol), ...checkCors(api)]),
    ...checkQuotas(group),
    ...checkPreflight(group),
    ...checkDeployments(group, index, dependencies),
    ...group.stages.flatMap((stage) => [...checkAccessLog(stage, protocol), ...checkRouteSettings(stage, group, index, dependencies)]),
    ...routes.flatMap((route) => [
      ...(protocol === 'HTTP' ? checkHttpRouteKey(route.resource) : []),
      ...(protocol === 'WEBSOCKET' ? checkWebSocketRouteKey(route) : []),
      ...checkTarget(route, index, api !== undefined),
      ...checkRouteAuthorization(route, protocol, index),
    ]),
    ...checkRouteClashes(routes, protocol === 'HTTP'),
    ...integrations.flatMap((integration) => checkIntegration(integration, group, index)),
    ...group.integrationResponses.flatMap((response) => checkResponseTemplates(response, stageVariablesOf(group))),
    ...authorizers.flatMap((authorizer) => [
      ...checkAuthorizer(authorizer, protocol),
      ...(protocol === 'WEBSOCKET' ? [] : checkJwtAuthorizer(authorizer)),
    ]),
  ];
}

function checkIntegration(integration: Integration, group: ApiGroup, index: TemplateIndex): Finding[] {
  const { protocol } = group;
  const { resource } = integration;
  return [
    ...checkIntegrationType(resource, protocol),
    ...checkProtocolProperties(resource, protocol),
    ...checkIntegrationTimeout(resource, protocol),
    ...checkUri(integration, protocol),
    ...checkConnection(resource, protocol),
    ...(protocol === 'HTTP' ? checkHttpIntegration(integration, index) : []),
    ...(protocol === 'WEBSOCKET'
      ? [
          ...checkWebSocketPayloadVersion(resource),
          ...checkWebSocketMapping(integration),
          ...checkRequestTemplates(resource, stageVariablesOf(group)),
          ...checkIntegrationResponses(integration),
        ]
      : []),
  ];
}

function checkHttpIntegration(integration: Integration, index: TemplateIndex): Finding[] {
  const { resource } = integration;
  return [
    ...checkPayloadVersion(resource),
    ...checkService(integration, index),
    ...(resource.lacks('IntegrationSubtype') ? checkRequestMapping(integration) : []),
    ...checkResponseMapping(resource),
  ];
}
