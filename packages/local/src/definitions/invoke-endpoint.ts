import type { Resource, Resources } from '@apigwv2-integrations/core/engine';
import { isLoopback } from '../gateway/loopback';
import { functionNames, isFunctionResource } from '../template/overrides/override-lookup';
import { nearestName } from '../template/overrides/read-overrides';
import { UserError } from '../user-error';

/** Where a function is invoked that does not run here. */
export interface InvokeEndpoint {
  readonly url: string;
  /** Whether it is AWS's Runtime Interface Emulator, which runs one invocation at a time. */
  readonly isEmulator: boolean;
}

/** The path of the Runtime Interface Emulator. */
const EMULATOR_PATH = '/2015-03-31/functions/function/invocations';
const FORM = 'write it as <construct path, logical ID or function name>=http://127.0.0.1:9001';

/** Finds the endpoint that invokes a function. */
export class InvokeEndpoints {
  private readonly endpoints: ReadonlyMap<string, InvokeEndpoint>;

  /**
   * @param urls by the construct path, logical ID or name of a function
   * @throws UserError for what is no URL, or a URL on another machine without `allowInternet`
   */
  public constructor(urls: Readonly<Record<string, string>> = {}, allowInternet = false) {
    this.endpoints = new Map(Object.entries(urls).map(([name, url]) => [name, parseEndpoint(name, url, allowInternet)]));
  }

  /** The endpoint of a function. */
  public of(fn: Resource): InvokeEndpoint | undefined {
    const name = functionNames(fn).find((each) => this.endpoints.has(each));
    return name === undefined ? undefined : this.endpoints.get(name);
  }

  /**
   * Checks that each name is the name of one function.
   *
   * @throws UserError with the functions of the app and a suggestion
   */
  public check(resources: Resources): void {
    const functions = resources.everything().filter(isFunctionResource);
    const names = functions.flatMap(functionNames);
    for (const name of this.endpoints.keys()) {
      const paths = functions.filter((fn) => functionNames(fn).includes(name)).map(pathOf);
      if (paths.length === 0) {
        const nearest = nearestName(name, names);
        const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
        const expected = functions.length === 0 ? 'remove it, the app has none' : `expected ${functions.map(pathOf).join(', ')}`;
        throw new UserError(`--function ${name} matches no function of the app${hint}: ${expected}`);
      }
      if (paths.length > 1) {
        throw new UserError(`--function ${name} matches more than one function: name ${paths.join(' or ')}`);
      }
    }
  }
}

function parseEndpoint(name: string, written: string, allowInternet: boolean): InvokeEndpoint {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new UserError(`--function ${name} is ${written}, which is not a URL of host, port and path: ${FORM}`, 'usage');
  }
  if (!isLoopback(url.hostname) && !allowInternet) {
    throw new UserError(`--function ${name} is ${written}, which is not on this machine: use 127.0.0.1, or add --allow-internet`, 'usage');
  }
  const hasPath = url.pathname !== '/';
  if (!hasPath) {
    url.pathname = EMULATOR_PATH;
  }
  return { url: url.href, isEmulator: url.pathname === EMULATOR_PATH };
}

function pathOf({ path, logicalId }: Resource): string {
  return path ?? logicalId;
}
