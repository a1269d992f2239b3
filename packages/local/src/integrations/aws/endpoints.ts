import type { ApiPlan } from '../../definitions/http-api';
import type { WebSocketApiPlan } from '../../definitions/websocket-api';
import type { Diagnostic } from '../../diagnostics/diagnostics';
import { isLoopback } from '../../gateway/loopback';
import { UserError } from '../../user-error';
import { operationOf } from './operations';
import { findSdk, missingSdk } from './service-clients';
import { SERVICES, type Service, serviceNamed } from './services';

/** Local endpoints of AWS services. */
export interface Endpoints {
  /** The URL of a service, or the reason that it has none, with the remedy. */
  of(service: Service): { readonly url: string } | { readonly reason: string };
  /** Services given by option, with the name that was used. */
  readonly named: ReadonlyMap<Service, string>;
}

export interface EndpointOptions {
  /** Whether endpoints may be on other machines. @default false */
  readonly allowInternet?: boolean;
  /** @default the environment of this process */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const NAMES = Object.keys(SERVICES).join(', ');

/**
 * Reads endpoints by service name. The SDK's environment variables are used as well if they point to this machine.
 *
 * @throws UserError for an unknown or repeated service, an invalid URL, or an endpoint on another machine without
 * `allowInternet`
 */
export function readEndpoints(urlsByName: Readonly<Record<string, string>>, options: EndpointOptions = {}): Endpoints {
  const { allowInternet = false, environment = process.env } = options;
  const urls = new Map<Service, string>();
  const named = new Map<Service, string>();
  for (const [name, url] of Object.entries(urlsByName)) {
    const service = serviceNamed(name);
    if (service === undefined) {
      throw new UserError(`--endpoint ${name} is not a service that integrations call: expected ${NAMES}`, 'usage');
    }
    if (urls.has(service)) {
      throw new UserError(`--endpoint names ${service.name} twice: remove one`, 'usage');
    }
    urls.set(service, validUrl(name, url, service, allowInternet));
    named.set(service, name);
  }
  return {
    named,
    of(service) {
      const url = urls.get(service);
      return url === undefined ? ofEnvironment(service, environment) : { url };
    },
  };
}

function validUrl(name: string, url: string, { examplePort }: Service, allowInternet: boolean): string {
  const parsed = parseUrl(url);
  const example = `--endpoint ${name}=http://127.0.0.1:${examplePort}`;
  if (parsed === undefined) {
    throw new UserError(`--endpoint ${name} is ${url}, which is not a URL of host, port and path only: write it as ${example}`, 'usage');
  }
  if (!isLoopback(parsed.hostname) && !allowInternet) {
    throw new UserError(`--endpoint ${name} is ${url}, which is not on this machine: use 127.0.0.1, or add --allow-internet`, 'usage');
  }
  return urlOf(parsed);
}

function ofEnvironment(service: Service, environment: NonNullable<EndpointOptions['environment']>): ReturnType<Endpoints['of']> {
  const remedy = `pass --endpoint ${service.name}=http://127.0.0.1:${service.examplePort} with its address on this machine`;
  const ignored = /^true$/i.test(environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? '');
  // As in the SDK, the variable of the service takes precedence.
  const variable = [service.variable, 'AWS_ENDPOINT_URL'].find((name) => (environment[name] ?? '') !== '');
  const written = variable === undefined || ignored ? undefined : environment[variable];
  if (written === undefined) {
    return { reason: `${service.title} has no local endpoint: ${remedy}` };
  }
  const url = parseUrl(written);
  return url !== undefined && isLoopback(url.hostname)
    ? { url: urlOf(url) }
    : { reason: `${variable} does not point to this machine, so ${service.title} has no local endpoint: ${remedy}` };
}

/** Without a trailing slash: the SDK appends paths that begin with one. */
function urlOf({ origin, pathname }: URL): string {
  return origin + pathname.replace(/\/+$/, '');
}

function parseUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && `${url.search}${url.hash}${url.username}${url.password}` === '';
  return isPlain ? url : undefined;
}

/**
 * Checks that each endpoint belongs to a service that the app calls. Reports services that are not served, and those whose SDK
 * package is missing.
 *
 * @param folder where the user's packages are searched
 * @throws UserError for the endpoint of a service that no integration calls
 */
export function checkServices({ named }: Endpoints, apis: readonly (ApiPlan | WebSocketApiPlan)[], folder?: string): readonly Diagnostic[] {
  const calls = apis.flatMap(({ routes }) => routes.flatMap(serviceCall));
  const called = new Set(calls.map(({ service }) => service));
  for (const [service, name] of named) {
    if (!called.has(service)) {
      const others = [...called].flatMap((each) => each?.name ?? []).join(', ');
      throw new UserError(
        `--endpoint ${name} is not called by any integration of the app: ${others === '' ? 'remove it' : `expected ${others}`}`,
      );
    }
  }
  const diagnostics = new Map<Service | Diagnostic['location'], Diagnostic>();
  for (const { service, name, needsSdk, location } of calls) {
    if (service === undefined) {
      diagnostics.set(location, { location, text: `calls to ${name} are not served: integrations can call ${NAMES}` });
    } else if (needsSdk && !diagnostics.has(service) && findSdk(service, folder) === undefined) {
      diagnostics.set(service, { location, text: missingSdk(service) });
    }
  }
  return [...diagnostics.values()];
}

interface ServiceCall {
  /** Undefined for a service that is not served. */
  readonly service: Service | undefined;
  readonly name: string;
  /** Only requests of HTTP APIs are written by the SDK. */
  readonly needsSdk: boolean;
  readonly location: Diagnostic['location'];
}

function serviceCall({ integration }: ApiPlan['routes'][number] | WebSocketApiPlan['routes'][number]): readonly ServiceCall[] {
  if (integration?.kind !== 'served') {
    return [];
  }
  const { target, location } = integration;
  switch (target.kind) {
    case 'service': {
      const { service } = operationOf(target.subtype);
      return [{ service, name: service.name, needsSdk: true, location }];
    }
    case 'action':
      return [{ service: serviceNamed(target.serviceName), name: target.serviceName, needsSdk: false, location }];
    default:
      return [];
  }
}
