import { calledFunction, invokedArn, type LambdaFunction, lambdaFunction } from '../permissions/function-reference';
import type { InvokePermissions } from '../permissions/invoke-permissions';
import type { CallingApi } from '../permissions/source-arn';
import { defineRules, type Problem, problem } from '../problem';
import type { ApiGroup, Integration } from '../template/api';
import { at, type Finding } from '../template/finding';
import { keyText } from '../template/render';
import type { Resource } from '../template/resource';
import { wholeReference } from '../template/segment';
import type { TemplateIndex } from '../template/template-index';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The permissions of API Gateway to invoke the functions of routes and authorizers. */
export const INVOKE_PERMISSION_RULES = defineRules({
  InvokePermissionMissing: {
    severity: 'error',
    summary: 'API Gateway has no permission to invoke the function of a route or an authorizer, so that clients get 500.',
    source: AWS.lambdaTroubleshooting,
    evidence: 'documented',
  },
  InvokePermissionMismatch: {
    severity: 'error',
    summary:
      'The permissions of a function are for other routes, APIs or accounts than the route that invokes it, so that clients get 500.',
    source: AWS.permissionMissesRoute,
    evidence: 'reported',
  },
  InvokePermissionPartial: {
    severity: 'warning',
    summary: 'The permissions of a function cover only some of the stages or methods of a route.',
    source: AWS.permissionMissesRoute,
    evidence: 'derived',
  },
});

/** One finding lists no more names. */
const MAX_LISTED = 5;

/** Checks that API Gateway may invoke the functions of an API. */
export function checkInvokePermissions(group: ApiGroup, index: TemplateIndex, permissions: InvokePermissions): Finding[] {
  const { id, integrations, authorizers, stages } = group;
  const api = wholeReference(id)?.resource;
  // A macro may add permissions when the template is deployed.
  if (!index.complete || api?.type !== 'AWS::ApiGatewayV2::Api') {
    return [];
  }
  const { region, account } = api.template;
  const calling: CallingApi = {
    key: keyText(id),
    environment: { region, account },
    stages: stages.map((stage) => keyText(index.resolver.property(stage, 'StageName'))),
  };
  return [
    ...integrations.flatMap((integration) => checkIntegration(integration, calling, index, permissions)),
    ...authorizers.flatMap((authorizer) => checkAuthorizer(authorizer, calling, index, permissions)),
  ];
}

function checkIntegration(
  { resource, routes }: Integration,
  api: CallingApi,
  { resolver }: TemplateIndex,
  permissions: InvokePermissions,
): Finding[] {
  const called = resource.lacks('CredentialsArn') ? calledFunction(resource, resource.template, resolver) : undefined;
  if (!isOfTemplate(called)) {
    return [];
  }
  const uncovered: string[] = [];
  const partial: Problem[] = [];
  for (const { key } of routes) {
    const { status, summary } = key === undefined ? UNKNOWN : permissions.forRoute(key, called, api);
    if (status === 'missing') {
      uncovered.push(`${key}`);
    } else if (status === 'partial') {
      const message = `the permissions of ${called.name} cover the route ${key} only in part: ${summary}`;
      partial.push(problem(INVOKE_PERMISSION_RULES.InvokePermissionPartial, key, message, 'let the SourceArn of one of them end in /*'));
    }
  }
  const found = uncovered.length === 0 ? [] : [uncoveredProblem(`the route ${listed(uncovered)}`, called, permissions)];
  return at(resource, 'IntegrationUri', [...found, ...partial.slice(0, MAX_LISTED)]);
}

const UNKNOWN = { status: 'unknown', summary: '' } as const;

function checkAuthorizer(authorizer: Resource, api: CallingApi, { resolver }: TemplateIndex, permissions: InvokePermissions): Finding[] {
  if (!authorizer.lacks('AuthorizerCredentialsArn') || authorizer.text('AuthorizerType') !== 'REQUEST') {
    return [];
  }
  const uri = resolver.property(authorizer, 'AuthorizerUri');
  const arn = invokedArn(uri) ?? (wholeReference(uri) === undefined ? undefined : uri);
  const called = arn && lambdaFunction(arn, authorizer.template, authorizer.template, resolver);
  return isOfTemplate(called) && permissions.forAuthorizer(authorizer, called, api).status === 'missing'
    ? at(authorizer, 'AuthorizerUri', [uncoveredProblem(`the authorizer ${authorizer.logicalId}`, called, permissions)])
    : [];
}

/** Whether the templates create the function. SAM gives its own functions the permission when the template is deployed. */
function isOfTemplate(called: LambdaFunction | undefined): called is LambdaFunction {
  return called?.resource?.type === 'AWS::Lambda::Function';
}

function uncoveredProblem(subject: string, called: LambdaFunction, permissions: InvokePermissions): Problem {
  const sources = permissions.sourcesOf(called);
  const remedy = 'add an AWS::Lambda::Permission with the principal apigateway.amazonaws.com and a SourceArn of this API that ends in /*';
  if (sources.length === 0) {
    const others = permissions.othersOf(called).map(({ name, principal, action }) => `${name} is for ${principal} and ${action}`);
    const reason = others.length === 0 ? '' : ` (${listed(others)})`;
    const message = `no permission lets API Gateway invoke ${called.name} for ${subject}${reason}: clients get 500`;
    return problem(INVOKE_PERMISSION_RULES.InvokePermissionMissing, undefined, message, remedy);
  }
  const message = `the permissions of ${called.name} do not match ${subject}, for which clients get 500: their sources are ${listed(sources)}`;
  return problem(INVOKE_PERMISSION_RULES.InvokePermissionMismatch, sources[0], message, remedy);
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, MAX_LISTED).join(', ')}${names.length > MAX_LISTED ? ' and more' : ''}`;
}
