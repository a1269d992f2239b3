import {
  calledFunction,
  checkServiceParameters,
  invokedFunction,
  member,
  type ResolvedValue,
  type Resource,
  type ResourceLocation,
  readMapping,
  SERVICE_SUBTYPES,
  type Segment,
  serviceSubtype,
  suggest,
} from '@apigwv2-integrations/core/engine';
import { displayPath, type Unserved } from '../diagnostics/diagnostics';
import { namesStageVariable } from '../template/stage-variables';
import { type FunctionPlan, type Functions, functionsByStage, type NoFunction } from './function';
import { type MappingPair, readMappings, requestPairs } from './mapping';
import type { StagePlan } from './stage';
import { privateService, readTarget, type Target } from './target';
import { LocalTextResolver, type PlanContext, type TextResolver } from './text-resolvers';

/** The target of an integration, resolved for this machine. */
export type TargetPlan =
  | { readonly kind: 'lambda'; readonly function: FunctionPlan; readonly payloadFormatVersion: '1.0' | '2.0' }
  | {
      /** A function that is named by stage variables. */
      readonly kind: 'lambda-by-stage';
      /** By stage name. */
      readonly functions: ReadonlyMap<string, FunctionPlan | NoFunction>;
      readonly payloadFormatVersion: '1.0' | '2.0';
    }
  | {
      readonly kind: 'url';
      /** Contains `{name}` and `${stageVariables.name}` as written. */
      readonly url: string;
      /** `ANY` forwards the client's method. */
      readonly method: string;
    }
  | {
      readonly kind: 'private';
      /** Names of the listener or Cloud Map service for `--target`: construct path, logical ID, ARN. */
      readonly names: readonly string[];
      readonly service: 'listener' | 'cloud-map' | 'unknown';
      readonly method: string;
      /** The name that the certificate must have. Without it, the request is plain HTTP. */
      readonly serverName?: string;
    }
  | {
      readonly kind: 'service';
      /** Such as `SQS-SendMessage`. */
      readonly subtype: string;
      /** Names and expressions of the service's parameters. */
      readonly parameters: readonly MappingPair[];
      /** The region of the service, unless the parameter `Region` has another. */
      readonly region: string;
    };

/** An integration, with all values resolved for this machine. */
export interface IntegrationPlan {
  readonly kind: 'served';
  /** Its name in the log: its construct path, else its logical ID. */
  readonly name: string;
  readonly location: ResourceLocation;
  readonly target: TargetPlan;
  readonly timeoutMillis: number;
  readonly requestMapping: readonly MappingPair[];
  /** By status code of the integration's response. */
  readonly responseMapping: ReadonlyMap<number, readonly MappingPair[]>;
}

/** Reads an integration of an HTTP API, or the reason why it is not served. */
export function readIntegrationPlan(
  integration: Resource,
  stages: readonly StagePlan[],
  functions: Functions,
  context: PlanContext,
): IntegrationPlan | Unserved {
  const { local, diagnostics } = context;
  const location = integration.location;
  const target = readTargetPlan(integration, stages, functions, context);
  if (target.kind === 'unserved') {
    return target;
  }
  const texts = new LocalTextResolver(context, location, `the integration ${integration.path ?? integration.logicalId}`);
  const report = (text: string): void => diagnostics.add(location, text);
  const mappings = readMappings(integration, target.kind === 'service', texts);
  if (mappings.refused !== undefined) {
    return diagnostics.unsupported(location, mappings.refused);
  }
  return {
    kind: 'served',
    name: displayPath(location),
    location,
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
  const location = integration.location;
  const called = calledFunction(integration, template, local.resolver);
  const target = readTarget(integration, template, local.resolver);
  if (called !== undefined && target.kind === 'lambda') {
    const version = local.property(integration, ['PayloadFormatVersion']);
    if (version !== '1.0' && version !== '2.0') {
      return diagnostics.unsupported(
        location,
        `the service refuses its PayloadFormatVersion, ${version || 'which is missing'}: write 1.0 or 2.0`,
      );
    }
    const invoked = local.text(invokedFunction(integration, template, local.resolver) ?? []);
    if (namesStageVariable(invoked)) {
      const found = functionsByStage(invoked, stages, integration, location, functions, context);
      return { kind: 'lambda-by-stage', functions: found, payloadFormatVersion: version };
    }
    const fn = functions.plan(called, location);
    return 'kind' in fn ? fn : { kind: 'lambda', function: fn, payloadFormatVersion: version };
  }
  const texts = new LocalTextResolver(context, location, `the integration ${integration.path ?? integration.logicalId}`);
  if (target.kind === 'private') {
    return readPrivateTarget(integration, local.resolver.property(integration, 'IntegrationUri'), texts);
  }
  if (target.kind === 'service' && local.property(integration, ['IntegrationType']) === 'AWS_PROXY') {
    return readServiceTarget(integration, texts, context);
  }
  if (target.kind !== 'url' || local.property(integration, ['IntegrationType']) !== 'HTTP_PROXY') {
    return diagnostics.unsupported(location, whyNotServed(target, local.property(integration, ['IntegrationType'])));
  }
  const url = texts.text(member(integration.properties, 'IntegrationUri'), template);
  return isUrl(url)
    ? { kind: 'url', url, method: local.property(integration, ['IntegrationMethod']) || 'ANY' }
    : diagnostics.unsupported(
        location,
        `its URL is ${url || 'missing'}: an HTTP_PROXY integration needs one that begins with http:// or https://`,
      );
}

/** Whether a text is a URL, or begins with a stage variable, which may contain one. */
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

/** The range that the service accepts for HTTP APIs. */
const MIN_TIMEOUT_MILLIS = 50;
const MAX_TIMEOUT_MILLIS = 30_000;

/**
 * Reads the timeout of an integration. A value that the service refuses is reported, and moved into its range.
 *
 * @param maxMillis also the default
 */
export function readTimeout(text: string, report: (text: string) => void, maxMillis = MAX_TIMEOUT_MILLIS): number {
  if (text === '') {
    return maxMillis;
  }
  const written = Number(text);
  const used = Number.isNaN(written) ? maxMillis : Math.min(maxMillis, Math.max(MIN_TIMEOUT_MILLIS, Math.round(written)));
  if (used !== written) {
    report(`the service refuses its timeout of ${text} ms, so ${used} ms are used here: write ${MIN_TIMEOUT_MILLIS} to ${maxMillis}`);
  }
  return used;
}

/** Reads the target of a private integration, with all names by which an option can refer to it. */
export function readPrivateTarget(
  integration: Resource,
  uri: ResolvedValue,
  texts: TextResolver,
): Extract<TargetPlan, { kind: 'private' }> {
  const text = (...names: string[]) => texts.text(member(integration.properties, ...names), integration.template);
  // The ARN of a Cloud Map service may be followed by a filter for instances.
  const arn = text('IntegrationUri').replace(/\?.*$/s, '');
  const [first] = uri;
  const type = first?.kind === 'reference' ? first.resource.type : arn;
  return {
    kind: 'private',
    names: [...new Set([...(first === undefined ? [] : segmentNames(first)), arn])].filter((name) => name !== ''),
    service: privateService(type),
    method: text('IntegrationMethod') || 'ANY',
    serverName: text('TlsConfig', 'ServerNameToVerify') || undefined,
  };
}

function segmentNames(segment: Segment): readonly string[] {
  switch (segment.kind) {
    case 'reference':
      return segment.resource.names;
    case 'unknown':
      return [segment.name];
    default:
      return [];
  }
}

type ServiceTarget = Extract<TargetPlan, { kind: 'service' }>;

/** Reads the target of an AWS service integration, or the reason why the service refuses it. */
export function readServiceTarget(
  integration: Resource,
  texts: TextResolver,
  { local, diagnostics }: PlanContext,
): ServiceTarget | Unserved {
  const location = integration.location;
  const subtype = local.property(integration, ['IntegrationSubtype']);
  const service = serviceSubtype(subtype);
  if (service === undefined) {
    const names = SERVICE_SUBTYPES.map((each) => each.subtype);
    return diagnostics.unsupported(location, `the service has no subtype ${subtype}${remedyFor(subtype, names)}`);
  }
  const version = local.property(integration, ['PayloadFormatVersion']) || service.payloadVersion;
  if (version !== service.payloadVersion) {
    return diagnostics.unsupported(location, `the service refuses its PayloadFormatVersion, ${version}: write ${service.payloadVersion}`);
  }
  const names = service.parameters.map(({ name }) => name);
  const parameters: MappingPair[] = [];
  for (const pair of requestPairs(integration, texts)) {
    if (names.includes(pair[0])) {
      parameters.push(pair);
    } else {
      diagnostics.add(location, `${subtype} has no parameter ${pair[0]}, so it is left out here${remedyFor(pair[0], names)}`);
    }
  }
  const missing = service.parameters
    .filter(({ name, required }) => required && !parameters.some(([parameter, value]) => parameter === name && value !== ''))
    .map(({ name }) => name);
  if (missing.length > 0) {
    return diagnostics.unsupported(
      location,
      `the service refuses it without ${missing.join(' and ')}: give each a value in its RequestParameters`,
    );
  }
  const [refusal] = checkServiceParameters(service, readMapping(parameters)).filter(({ severity }) => severity === 'error');
  if (refusal !== undefined) {
    const { code, message, remedy } = refusal;
    return diagnostics.unsupported(location, `the service refuses its parameters: ${message} [${code}]: ${remedy}`);
  }
  return { kind: 'service', subtype, parameters, region: local.environmentOf(integration.template).region };
}

function remedyFor(written: string, names: readonly string[]): string {
  const suggestion = suggest(written, names);
  return suggestion === undefined ? `: it has ${names.join(', ')}` : `: did you mean ${suggestion}?`;
}
