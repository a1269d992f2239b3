import type { Environment } from '@apigwv2-integrations/core/engine';

const TOKEN = /\$\{[^}]*\}/g;

/** The parts of an API that a source ARN is compared with. */
export interface CallingApi {
  /** The API's ID as the ARN contains it. */
  readonly key: string;
  readonly environment: Environment;
  /** Empty if the assembly has no stage of the API. */
  readonly stages: readonly string[];
}

/** Whether a source ARN allows a call; `maybe` if that depends on a deploy-time value. */
export type Match = 'yes' | 'maybe' | 'no';

/** The `SourceArn` of a permission: `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>/<METHOD>/<path>`. */
export class SourceArn {
  /** `<api>/<stage>/<METHOD>/<path>`, with `*` for missing parts; undefined for an ARN of another service. */
  readonly resource: string | undefined;
  private readonly region: string;
  private readonly account: string;

  /** @param pattern the ARN with its unresolved values as opaque `${...}` tokens; empty for a permission without source */
  constructor(pattern: string) {
    const [, , service = '*', region = '*', account = '*', ...rest] = pattern.split(':');
    const matchesAll = pattern === '' || (rest.length === 0 && pattern.endsWith('*'));
    const resource = matchesAll ? '*' : rest.join(':');
    this.region = region;
    this.account = account;
    this.resource = matchesGlob(service, 'execute-api') && resource !== '' ? resource : undefined;
  }

  /** `<stage>/<METHOD>/<path>`. */
  get tail(): string {
    const slash = this.resource?.indexOf('/') ?? -1;
    return slash < 0 ? '*' : (this.resource ?? '').slice(slash + 1);
  }

  /** Whether the ARN matches every API. */
  get isForAnyApi(): boolean {
    return this.resource?.split('/')[0]?.includes('*') === true && !this.resource.startsWith('${');
  }

  /** The literal end of every call that this ARN can match, whatever API and stage are deployed as. */
  get ending(): string {
    return (this.resource ?? '').replace(/^[^/]*\/?[^/]*/, '').replace(/^.*(?:\*|\?|\$\{[^}]*\})/s, '');
  }

  /**
   * @param call `<stage>/<METHOD>/<path>`, or `<stage>/<route key>`
   * @param apis keys of all APIs of the assembly: an ARN with the ID of another one certainly does not match
   */
  match(call: string, api: CallingApi, apis: ReadonlySet<string>): Match {
    if (this.resource === undefined || !fits(this.region, api.environment.region) || !fits(this.account, api.environment.account)) {
      return 'no';
    }
    const subject = `${api.key}/${call}`;
    if (matchesGlob(this.resource, subject)) {
      return 'yes';
    }
    return matchesGlob(this.loosened(this.resource, api, apis), subject) ? 'maybe' : 'no';
  }

  private loosened(resource: string, api: CallingApi, apis: ReadonlySet<string>): string {
    const [id = '', stage, ...rest] = resource.split('/');
    const bothLiteral = !id.includes('${') && !api.key.includes('${');
    const certain = id === api.key || apis.has(id) || bothLiteral;
    const loose = [stage, ...rest].map((segment, index) => (index === 0 && api.stages.length === 0 ? '*' : segment?.replace(TOKEN, '*')));
    return [certain ? id : '*', ...(stage === undefined ? [] : loose)].join('/');
  }
}

function fits(pattern: string, value: string | undefined): boolean {
  return value === undefined || pattern.includes('${') || matchesGlob(pattern, value);
}

/** Whether a text matches an IAM pattern: `*` matches any characters including `/`, `?` matches one. */
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
