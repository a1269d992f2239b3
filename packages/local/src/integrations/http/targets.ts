import { UserError } from '../../user-error';
import { isLoopback } from './loopback';

/** Where something is on this machine, as the person at the keyboard said. */
export interface Target {
  /** As given: logical id, construct path, ARN, or an origin. */
  readonly name: string;
  /** Such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Stands before each path; empty, or begins with a slash and does not end with one. */
  readonly basePath: string;
}

/** All of them. */
export interface Targets {
  /** Of private integrations, by what names their listener or service. */
  readonly byName: ReadonlyMap<string, Target>;
  /** Of public origins, such as `https://docs.example.com`. */
  readonly byOrigin: ReadonlyMap<string, Target>;
}

/**
 * Reads `<name>=<url>` for each target.
 *
 * @throws UserError for what is not of this form, twice there, or not on this machine while `allowInternet` is off
 */
export function parseTargets(args: readonly string[], { allowInternet = false }: { readonly allowInternet?: boolean } = {}): Targets {
  const byName = new Map<string, Target>();
  const byOrigin = new Map<string, Target>();
  for (const arg of args) {
    const target = parseTarget(arg, allowInternet);
    const origin = /^https?:\/\//i.test(target.name) ? originOf(target.name) : undefined;
    const [targets, key] = origin === undefined ? [byName, target.name] : [byOrigin, origin];
    if (targets.has(key)) {
      throw new UserError(`--target names ${key} twice: leave one out`, 2);
    }
    targets.set(key, target);
  }
  return { byName, byOrigin };
}

const FORM = 'write it as <logical id, construct path, ARN or origin>=http://127.0.0.1:<port>';

function parseTarget(arg: string, allowInternet: boolean): Target {
  // The last one: names may hold an equals sign, and origins are URLs too.
  const [, name, written] = /^(.+)=(https?:\/\/.*)$/is.exec(arg) ?? [];
  if (name === undefined || written === undefined) {
    throw new UserError(`--target ${arg} has no URL: ${FORM}`, 2);
  }
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url === undefined || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new UserError(`--target ${name} is ${written}, which is no URL with host, port and path alone: ${FORM}`, 2);
  }
  if (!isLoopback(url.hostname) && !allowInternet) {
    throw new UserError(`--target ${name} is ${written}, which is not this machine: use 127.0.0.1, or pass --allow-internet as well`, 2);
  }
  return { name, origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
}

function originOf(name: string): string {
  const url = URL.canParse(name) ? new URL(name) : undefined;
  if (url === undefined || !/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new UserError(`--target ${name} is no origin: leave out what follows the host, as in https://docs.example.com`, 2);
  }
  return url.origin;
}
