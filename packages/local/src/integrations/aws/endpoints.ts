import type { ApiPlan } from '../../definitions/api-plan';
import type { Diagnostic } from '../../definitions/plan';
import { UserError } from '../../user-error';
import { isLoopback } from '../http/loopback';
import { operationOf } from './operations';
import { findSdk, missingSdk } from './service-clients';
import { SERVICES, type Service, serviceNamed } from './services';

/** Where services are on this machine. */
export interface Endpoints {
  /** The URL of a service, or why it has none and what to do about it. */
  of(service: Service): { readonly url: string } | { readonly reason: string };
  /** Those that were named, as they were named. */
  readonly named: ReadonlyMap<Service, string>;
}

export interface EndpointOptions {
  /** Whether endpoints may be outside of this machine. @default false */
  readonly allowInternet?: boolean;
  /** @default that of this process */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const NAMES = Object.keys(SERVICES).join(', ');

/**
 * Reads endpoints by the names of their services. The SDK's own variables count too, as long as they point at this machine.
 *
 * @throws UserError for a service that is none, twice there, or an endpoint that is no URL, or not on this machine while
 * `allowInternet` is off
 */
export function readEndpoints(given: Readonly<Record<string, string>>, options: EndpointOptions = {}): Endpoints {
  const { allowInternet = false, environment = process.env } = options;
  const urls = new Map<Service, string>();
  const named = new Map<Service, string>();
  for (const [name, url] of Object.entries(given)) {
    const service = serviceNamed(name);
    if (service === undefined) {
      throw new UserError(`--endpoint ${name} is no service that integrations call: expected ${NAMES}`, 2);
    }
    if (urls.has(service)) {
      throw new UserError(`--endpoint names ${service.name} twice: leave one out`, 2);
    }
    urls.set(service, checked(name, url, service, allowInternet));
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

function checked(name: string, url: string, { examplePort }: Service, allowInternet: boolean): string {
  const parsed = parseUrl(url);
  const example = `--endpoint ${name}=http://127.0.0.1:${examplePort}`;
  if (parsed === undefined) {
    throw new UserError(`--endpoint ${name} is ${url}, which is no URL with host, port and path alone: write it as ${example}`, 2);
  }
  if (!isLoopback(parsed.hostname) && !allowInternet) {
    throw new UserError(`--endpoint ${name} is ${url}, which is not this machine: use 127.0.0.1, or pass --allow-internet as well`, 2);
  }
  return urlOf(parsed);
}

function ofEnvironment(service: Service, environment: NonNullable<EndpointOptions['environment']>): ReturnType<Endpoints['of']> {
  const remedy = `pass --endpoint ${service.name}=http://127.0.0.1:${service.examplePort} with where it is on this machine`;
  const ignored = /^true$/i.test(environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? '');
  // The more particular one counts alone, as in the SDK.
  const variable = [service.variable, 'AWS_ENDPOINT_URL'].find((name) => (environment[name] ?? '') !== '');
  const written = variable === undefined || ignored ? undefined : environment[variable];
  if (written === undefined) {
    return { reason: `${service.title} has no endpoint here: ${remedy}` };
  }
  const url = parseUrl(written);
  return url !== undefined && isLoopback(url.hostname)
    ? { url: urlOf(url) }
    : { reason: `${variable} is not this machine, so ${service.title} has no endpoint here: ${remedy}` };
}

/** The SDK puts paths behind it, which begin with a slash. */
function urlOf({ origin, pathname }: URL): string {
  return origin + pathname.replace(/\/+$/, '');
}

function parseUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && `${url.search}${url.hash}${url.username}${url.password}` === '';
  return isPlain ? url : undefined;
}

/**
 * Checks that each service that was given an endpoint is called, and tells those that cannot be called.
 *
 * @param folder in which the user's own packages are looked for
 * @throws UserError for an endpoint of a service that no integration calls
 */
export function checkServices({ named }: Endpoints, apis: readonly ApiPlan[], folder?: string): readonly Diagnostic[] {
  const called = new Map<Service, Diagnostic['place']>();
  for (const { integration } of apis.flatMap(({ routes }) => routes)) {
    if (integration.kind === 'served' && integration.target.kind === 'service') {
      const { service } = operationOf(integration.target.subtype);
      called.set(service, called.get(service) ?? integration.place);
    }
  }
  for (const [service, name] of named) {
    if (!called.has(service)) {
      const others = [...called.keys()].map((each) => each.name).join(', ');
      throw new UserError(
        `--endpoint ${name} is called by no integration of the app: ${others === '' ? 'leave it out' : `expected ${others}`}`,
      );
    }
  }
  return [...called].flatMap(([service, place]) => (findSdk(service, folder) === undefined ? [{ place, text: missingSdk(service) }] : []));
}
