import { member, type Resource } from '@apigwv2-integrations/core/engine';
import { namesStageVariable } from '../template/values/stage-variables';
import type { StagePlan, Unserved } from './api-plan';
import { LocalTextResolver, type PlanContext } from './context';
import type { Target } from './display/integration';
import { calledFunction, invokedFunction, readTarget } from './display/read-target';
import { functionsByStage } from './functions/functions-by-stage';
import type { Functions } from './functions/read-function';
import type { IntegrationPlan, TargetPlan } from './integration-plan';
import { readMappings } from './read-mapping';
import { readPrivateTarget } from './read-private-target';
import { readServiceTarget } from './read-service-target';
import { readTimeout } from './read-timeout';

/** What an integration of an HTTP API does, or why it is closed. */
export function readIntegrationPlan(
  integration: Resource,
  stages: readonly StagePlan[],
  functions: Functions,
  context: PlanContext,
): IntegrationPlan | Unserved {
  const { local, diagnostics } = context;
  const place = integration.location;
  const target = readTargetPlan(integration, stages, functions, context);
  if (target.kind === 'unserved') {
    return target;
  }
  const texts = new LocalTextResolver(context, place, `the integration ${integration.path ?? integration.logicalId}`);
  const report = (text: string): void => diagnostics.add(place, text);
  const mappings = readMappings(integration, target.kind, texts);
  if (mappings.refused !== undefined) {
    return diagnostics.unsupported(place, mappings.refused);
  }
  return {
    kind: 'served',
    name: integration.shortName,
    place,
    target,
    timeoutMillis: readTimeout(local.property(integration, ['TimeoutInMillis']), report),
    requestMapping: mappings.request,
    responseMapping: mappings.response,
  };
}

function readTargetPlan(
  integration: Resource,
  stages: readonly StagePlan[],
  functions: Functions,
  context: PlanContext,
): TargetPlan | Unserved {
  const { local, diagnostics } = context;
  const { template } = integration;
  const place = integration.location;
  const called = calledFunction(integration, template, local.resolver);
  const target = readTarget(integration, template, local.resolver);
  if (called !== undefined && target.kind === 'lambda') {
    const version = local.property(integration, ['PayloadFormatVersion']);
    if (version !== '1.0' && version !== '2.0') {
      return diagnostics.unsupported(
        place,
        `the service refuses its PayloadFormatVersion, ${version || 'which is missing'}: write 1.0 or 2.0`,
      );
    }
    const invoked = local.text(invokedFunction(integration, template, local.resolver) ?? []);
    if (namesStageVariable(invoked)) {
      const found = functionsByStage(invoked, stages, integration, place, functions, context);
      return { kind: 'lambda-by-stage', functions: found, payloadFormatVersion: version };
    }
    const fn = functions.plan(called, place);
    return 'kind' in fn ? fn : { kind: 'lambda', function: fn, payloadFormatVersion: version };
  }
  const texts = new LocalTextResolver(context, place, `the integration ${integration.path ?? integration.logicalId}`);
  if (target.kind === 'private') {
    return readPrivateTarget(integration, local.resolver.property(integration, 'IntegrationUri'), texts);
  }
  if (target.kind === 'service' && local.property(integration, ['IntegrationType']) === 'AWS_PROXY') {
    return readServiceTarget(integration, texts, context);
  }
  if (target.kind !== 'url' || local.property(integration, ['IntegrationType']) !== 'HTTP_PROXY') {
    return diagnostics.unsupported(place, whyNotServed(target, local.property(integration, ['IntegrationType'])));
  }
  const url = texts.text(member(integration.properties, 'IntegrationUri'), template);
  return isUrl(url)
    ? { kind: 'url', url, method: local.property(integration, ['IntegrationMethod']) || 'ANY' }
    : diagnostics.unsupported(
        place,
        `its URL is ${url || 'missing'}: an HTTP_PROXY integration needs one that begins with http:// or https://`,
      );
}

/** A stage variable may stand for all of the URL. */
export function isUrl(text: string): boolean {
  return /^(?:https?:\/\/.|\$\{stageVariables\.)/i.test(text);
}

function whyNotServed(target: Target, type: string): string {
  switch (target.kind) {
    case 'service':
    case 'mock':
    case 'url':
      return `HTTP APIs have no ${type} integrations: the service refuses it`;
    default:
      return `its type, ${type || 'which is missing'}, is not served: write AWS_PROXY or HTTP_PROXY`;
  }
}
