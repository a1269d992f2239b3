import {
  checkServiceParameters,
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
import type { Unserved } from '../diagnostics/diagnostics';
import { namesStageVariable } from '../template/stage-variables';
import { type FunctionPlan, type Functions, functionsByStage, type NoFunction } from './function';
import { type MappingPair, readMappings, requestPairs } from './mapping';
import type { StagePlan } from './stage';
import { calledFunction, invokedFunction, privateService, readTarget, type Target } from './target';
import { LocalTextResolver, type PlanContext, type Texts } from './text-resolvers';

/** What the gateway calls. */
export type TargetPlan =
  | { readonly kind: 'lambda'; readonly function: FunctionPlan; readonly payloadFormatVersion: '1.0' | '2.0' }
  | {
      /** A function that stage variables name. */
      readonly kind: 'lambda-by-stage';
      /** By the name of the stage. */
      readonly functions: ReadonlyMap<string, FunctionPlan | NoFunction>;
      readonly payloadFormatVersion: '1.0' | '2.0';
    }
  | {
      readonly kind: 'url';
      /** With `{name}` and `${stageVariables.name}` as written. */
      readonly url: string;
      /** `ANY` passes the client's method on. */
      readonly method: string;
    }
  | {
      readonly kind: 'private';
      /** The listener or the Cloud Map service, as `--target` may name it: logical id, construct path, ARN; the readable one first. */
      readonly names: readonly string[];
      readonly service: 'listener' | 'cloud-map' | 'unknown';
      readonly method: string;
      /** The name that the certificate must have; traffic is plain HTTP without one. */
      readonly serverName?: string;
    }
  | {
      readonly kind: 'service';
      /** Such as `SQS-SendMessage`. */
      readonly subtype: string;
      /** Names and expressions of the service's parameters. */
      readonly parameters: readonly MappingPair[];
      /** Where the service is called, unless the parameter `Region` says otherwise. */
      readonly region: string;
    };

/** An integration with everything resolved to values of this machine. */
export interface IntegrationPlan {
  readonly kind: 'served';
  /** Last step of its construct path, else its logical id. */
  readonly name: string;
  readonly place: ResourceLocation;
  readonly target: TargetPlan;
  readonly timeoutMillis: number;
  readonly requestMapping: readonly MappingPair[];
  /** By the status code that the integration returned. */
  readonly responseMapping: ReadonlyMap<number, readonly MappingPair[]>;
}

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
  const mappings = readMappings(integration, target.kind === 'service', texts);
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

/** In milliseconds, as the service has it for HTTP APIs. */
const LEAST = 50;
const MOST = 30_000;

/** The timeout of an integration of an HTTP API; one that the service refuses is told, and brought within its range. */
export function readTimeout(text: string, tell: (text: string) => void): number {
  if (text === '') {
    return MOST;
  }
  const written = Number(text);
  const used = Number.isNaN(written) ? MOST : Math.min(MOST, Math.max(LEAST, Math.round(written)));
  if (used !== written) {
    tell(`the service refuses its timeout of ${text} ms, so ${used} ms are used here: write ${LEAST} to ${MOST}`);
  }
  return used;
}

/** What an integration reaches through a VPC link, with every name that it goes by. */
export function readPrivateTarget(integration: Resource, uri: ResolvedValue, texts: Texts): Extract<TargetPlan, { kind: 'private' }> {
  const text = (...names: string[]) => texts.text(member(integration.properties, ...names), integration.template);
  // A Cloud Map service may have a filter for its instances behind it.
  const arn = text('IntegrationUri').replace(/\?.*$/s, '');
  const [first] = uri;
  const type = first?.kind === 'reference' ? first.resource.type : arn;
  return {
    kind: 'private',
    names: [...new Set([...(first === undefined ? [] : partNames(first)), arn])].filter((name) => name !== ''),
    service: privateService(type),
    method: text('IntegrationMethod') || 'ANY',
    serverName: text('TlsConfig', 'ServerNameToVerify') || undefined,
  };
}

function partNames(part: Segment): readonly string[] {
  switch (part.kind) {
    case 'reference':
      return part.resource.names;
    case 'unknown':
      return [part.name];
    default:
      return [];
  }
}

type ServiceTarget = Extract<TargetPlan, { kind: 'service' }>;

/** The AWS service that an integration calls, or why a deployment would refuse it. */
export function readServiceTarget(integration: Resource, texts: Texts, { local, diagnostics }: PlanContext): ServiceTarget | Unserved {
  const place = integration.location;
  const subtype = local.property(integration, ['IntegrationSubtype']);
  const known = serviceSubtype(subtype);
  if (known === undefined) {
    const names = SERVICE_SUBTYPES.map((each) => each.subtype);
    return diagnostics.unsupported(place, `the service has no subtype ${subtype}${remedyFor(subtype, names)}`);
  }
  const version = local.property(integration, ['PayloadFormatVersion']) || known.payloadVersion;
  if (version !== known.payloadVersion) {
    return diagnostics.unsupported(place, `the service refuses its PayloadFormatVersion, ${version}: write ${known.payloadVersion}`);
  }
  const names = known.parameters.map(({ name }) => name);
  const parameters: MappingPair[] = [];
  for (const pair of requestPairs(integration, texts)) {
    if (names.includes(pair[0])) {
      parameters.push(pair);
    } else {
      diagnostics.add(place, `${subtype} has no parameter ${pair[0]}, so it is left out here${remedyFor(pair[0], names)}`);
    }
  }
  const missing = known.parameters
    .filter(({ name, required }) => required && !parameters.some(([given, value]) => given === name && value !== ''))
    .map(({ name }) => name);
  if (missing.length > 0) {
    return diagnostics.unsupported(
      place,
      `the service refuses it without ${missing.join(' and ')}: give each a value in its RequestParameters`,
    );
  }
  const [refusal] = checkServiceParameters(known, readMapping(parameters)).filter(({ severity }) => severity === 'error');
  if (refusal !== undefined) {
    const { code, message, remedy } = refusal;
    return diagnostics.unsupported(place, `the service refuses its parameters: ${message} [${code}]: ${remedy}`);
  }
  return { kind: 'service', subtype, parameters, region: local.surroundings(integration.template).region };
}

function remedyFor(written: string, names: readonly string[]): string {
  const meant = suggest(written, names);
  return meant === undefined ? `: it knows ${names.join(', ')}` : `: did you mean ${meant}?`;
}
