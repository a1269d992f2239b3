import type { Environment } from '../template/template';
import { matchesGlob } from './glob';

const TOKEN = /\$\{[^}]*\}/g;

/** What of an API and its environment decides whether a source ARN means it. */
export interface CallingApi {
  /** The API's id as the ARN holds it. */
  readonly key: string;
  readonly environment: Environment;
  /** Empty if the assembly has no stage of the API. */
  readonly stages: readonly string[];
}

/** Whether a source ARN allows a call; `maybe` if that depends on a deploy-time value. */
export type Match = 'yes' | 'maybe' | 'no';

/** The `SourceArn` of a permission: `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>/<METHOD>/<path>`. */
export class SourceArn {
  /** `<api>/<stage>/<METHOD>/<path>`, with `*` for what is left open; empty for an ARN that is not of an API. */
  public readonly resource: string;
  /** Whether the ARN as a whole is unknown. */
  private readonly isUnknown: boolean;
  private readonly region: string;
  private readonly account: string;

  /** @param pattern the ARN with its unresolved values as opaque `${...}` tokens; empty for a permission without source */
  public constructor(pattern: string) {
    const [, , service = '*', region = '*', account = '*', ...rest] = pattern.split(':');
    const open = pattern === '' || (rest.length === 0 && pattern.endsWith('*'));
    const resource = open ? '*' : rest.join(':');
    this.isUnknown = /^\$\{[^}]*\}$/.test(pattern);
    this.region = region;
    this.account = account;
    this.resource = matchesGlob(service, 'execute-api') ? resource : '';
  }

  /** `<stage>/<METHOD>/<path>`. */
  public get tail(): string {
    const slash = this.resource.indexOf('/');
    return slash < 0 ? '*' : this.resource.slice(slash + 1);
  }

  /** Whether every API is meant, not a certain one. */
  public get isForAnyApi(): boolean {
    return /^(?!\$\{)[^/]*\*/.test(this.resource);
  }

  /** What every call ends with that this ARN can match, whatever API and stage turn out to be. */
  public get ending(): string {
    return this.resource.replace(/^[^/]*\/?[^/]*/, '').replace(/^.*(?:\*|\?|\$\{[^}]*\})/s, '');
  }

  /**
   * @param call `<stage>/<METHOD>/<path>`, or `<stage>/<route key>`
   * @param otherApis keys of all known APIs; a permission for one of them does not apply to this API
   */
  public match(call: string, api: CallingApi, otherApis: ReadonlySet<string>): Match {
    if (this.isUnknown) {
      return 'maybe';
    }
    if (this.resource === '' || !fits(this.region, api.environment.region) || !fits(this.account, api.environment.account)) {
      return 'no';
    }
    const subject = `${api.key}/${call}`;
    if (matchesGlob(this.resource, subject)) {
      return 'yes';
    }
    return matchesGlob(this.loosened(this.resource, api, otherApis), subject) ? 'maybe' : 'no';
  }

  private loosened(resource: string, api: CallingApi, otherApis: ReadonlySet<string>): string {
    const [id, ...segments] = resource.split('/');
    const bothLiteral = !id.includes('${') && !api.key.includes('${');
    const certain = id === api.key || otherApis.has(id) || bothLiteral;
    const open = segments.map((segment, index) => (index === 0 && api.stages.length === 0 ? '*' : segment.replace(TOKEN, '*')));
    return [certain ? id : '*', ...open].join('/');
  }
}

function fits(pattern: string, value: string | undefined): boolean {
  return value === undefined || pattern.includes('${') || matchesGlob(pattern, value);
}
