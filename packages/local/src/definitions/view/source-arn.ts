import type { Environment } from '@apigwv2-integrations/core/engine';

const TOKEN = /\$\{[^}]*\}/g;

/** What of an API and its environment decides whether a source ARN means it. */
export interface CallingApi {
  /** The API's id as the ARN holds it. */
  readonly key: string;
  readonly environment: Environment;
  /** None when the assembly tells no stage of the API. */
  readonly stages: readonly string[];
}

/** Whether a source ARN lets a call through; `maybe` when that hangs on a value that only the deployment knows. */
export type Match = 'yes' | 'maybe' | 'no';

/** The `SourceArn` of a permission: `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>/<METHOD>/<path>`. */
export class SourceArn {
  /** `<api>/<stage>/<METHOD>/<path>`, with `*` for what is left open; undefined when no API of this service is meant. */
  readonly resource: string | undefined;
  private readonly region: string;
  private readonly account: string;

  /** @param pattern the ARN with its unresolved values as opaque `${...}` tokens; empty for a permission without source */
  constructor(pattern: string) {
    const [, , service = '*', region = '*', account = '*', ...rest] = pattern.split(':');
    const open = pattern === '' || (rest.length === 0 && pattern.endsWith('*'));
    const resource = open ? '*' : rest.join(':');
    this.region = region;
    this.account = account;
    this.resource = matchesGlob(service, 'execute-api') && resource !== '' ? resource : undefined;
  }

  /** `<stage>/<METHOD>/<path>`. */
  get tail(): string {
    const slash = this.resource?.indexOf('/') ?? -1;
    return slash < 0 ? '*' : (this.resource ?? '').slice(slash + 1);
  }

  /** Whether every API is meant, not a certain one. */
  get isForAnyApi(): boolean {
    return this.resource?.split('/')[0]?.includes('*') === true && !this.resource.startsWith('${');
  }

  /** What every call ends with that this ARN can match, whatever API and stage turn out to be. */
  get ending(): string {
    return (this.resource ?? '').replace(/^[^/]*\/?[^/]*/, '').replace(/^.*(?:\*|\?|\$\{[^}]*\})/s, '');
  }

  /**
   * @param call `<stage>/<METHOD>/<path>`, or `<stage>/<route key>`
   * @param otherApis keys of all APIs that are known, so that a permission for another API is no riddle
   */
  match(call: string, api: CallingApi, otherApis: ReadonlySet<string>): Match {
    if (this.resource === undefined || !fits(this.region, api.environment.region) || !fits(this.account, api.environment.account)) {
      return 'no';
    }
    const subject = `${api.key}/${call}`;
    if (matchesGlob(this.resource, subject)) {
      return 'yes';
    }
    return matchesGlob(this.loosened(this.resource, api, otherApis), subject) ? 'maybe' : 'no';
  }

  private loosened(resource: string, api: CallingApi, otherApis: ReadonlySet<string>): string {
    const [id = '', stage, ...rest] = resource.split('/');
    const bothLiteral = !id.includes('${') && !api.key.includes('${');
    const certain = id === api.key || otherApis.has(id) || bothLiteral;
    const open = [stage, ...rest].map((segment, index) => (index === 0 && api.stages.length === 0 ? '*' : segment?.replace(TOKEN, '*')));
    return [certain ? id : '*', ...(stage === undefined ? [] : open)].join('/');
  }
}

function fits(pattern: string, value: string | undefined): boolean {
  return value === undefined || pattern.includes('${') || matchesGlob(pattern, value);
}

/** Whether a text matches a pattern of IAM's, in which `*` stands for any characters, `/` too, and `?` for one. */
export function matchesGlob(pattern: string, subject: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < subject.length) {
    if (pattern[at] === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === subject[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      resume += 1;
      index = resume;
      at = star + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
