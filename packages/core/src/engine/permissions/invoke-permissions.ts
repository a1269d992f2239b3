import { member } from '../template/json';
import { keyText, render } from '../template/render';
import type { Resolver } from '../template/resolver';
import type { Resource } from '../template/resource';
import { type LambdaFunction, lambdaFunction } from './function-reference';
import { matchesGlob } from './glob';
import { type CallingApi, SourceArn } from './source-arn';

/**
 * How far the gateway may call a route's function.
 *
 * - `allowed`: on every stage and method of the route
 * - `partial`: on some of them only
 * - `missing`: no permission in the assembly allows it
 * - `unknown`: a policy or a value outside the assembly may grant it
 * - `role`: the integration's role decides
 * - `none`: there is no function to call
 */
export type PermissionStatus = 'allowed' | 'partial' | 'missing' | 'unknown' | 'role' | 'none';

/** The AWS::Lambda::Permission resources that let the gateway call a route's function. */
export interface Permission {
  readonly status: PermissionStatus;
  /** A few words: `this path`, `any route`, `none found`. */
  readonly summary: string;
  /** What grants it. */
  readonly grants: readonly Grant[];
}

/** One AWS::Lambda::Permission. */
export interface Grant {
  /** Construct path, else the logical id. */
  readonly name: string;
  /** `*` when the permission names no source. */
  readonly sourceArn: string;
}

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const ANY_STAGE = '\u0000';

/** A permission that does not let API Gateway invoke the function that it is for. */
export interface OtherPermission {
  readonly name: string;
  readonly principal: string;
  readonly action: string;
}

/** All permissions of an assembly, indexed to find those that let API Gateway invoke the function of a route or an authorizer. */
export class InvokePermissions {
  private readonly byFunction = new Map<string, Map<string, Statement[]>>();
  private readonly others = new Map<string, OtherPermission[]>();
  private readonly apis: ReadonlySet<string>;

  public constructor(private readonly resolver: Resolver) {
    const apis = resolver.resources.all('AWS::ApiGatewayV2::Api');
    this.apis = new Set(apis.map((resource) => keyText([{ kind: 'reference', resource }])));
    for (const resource of resolver.resources.all('AWS::Lambda::Permission')) {
      if (this.isForGateway(resource)) {
        this.add(resource);
      } else {
        this.addOther(resource);
      }
    }
  }

  /** Which permission lets the gateway call the function when a request takes the route. */
  public forRoute(routeKey: string, called: LambdaFunction, api: CallingApi): Permission {
    return this.find(routeKey, called, callsOf(routeKey, api), api);
  }

  /** Which permission lets API Gateway invoke the function of an authorizer. */
  public forAuthorizer(authorizer: Resource, called: LambdaFunction, api: CallingApi): Permission {
    const call = `authorizers/${keyText([{ kind: 'reference', resource: authorizer }])}`;
    return this.find(`authorizer ${authorizer.logicalId}`, called, [{ call, stage: '', method: '' }], { ...api, stages: ['authorizers'] });
  }

  /** The source ARNs of all permissions that let API Gateway invoke a function. */
  public sourcesOf(called: LambdaFunction): readonly string[] {
    return [...(this.byFunction.get(called.key)?.values() ?? [])].flat().map(({ sourceArn }) => sourceArn);
  }

  /** Permissions of a function that are for another principal or another action. */
  public othersOf(called: LambdaFunction): readonly OtherPermission[] {
    return this.others.get(called.key) ?? [];
  }

  private find(routeKey: string, called: LambdaFunction, calls: readonly Call[], api: CallingApi): Permission {
    const statements = this.byFunction.get(called.key) ?? new Map<string, Statement[]>();
    const covered = new Set<string>();
    const sure = new Set<Statement>();
    const maybe = new Set<Statement>();
    for (const { call, stage, method } of calls) {
      for (const statement of candidates(statements, `${api.key}/${call}`)) {
        const match = isOfAccount(statement, api) ? statement.source.match(call, api, this.apis) : 'no';
        if (match === 'yes') {
          covered.add(`${stage}/${method}`);
          sure.add(statement);
        } else if (match === 'maybe') {
          maybe.add(statement);
        }
      }
    }
    return summarize({ routeKey, called, calls, covered, sure: [...sure], maybe: [...maybe] });
  }

  private isForGateway(resource: Resource): boolean {
    const principal = this.resolver.plain(resource, 'Principal');
    const action = this.resolver.plain(resource, 'Action') ?? '';
    const forUrl = member(resource.properties, 'FunctionUrlAuthType') !== undefined;
    return (principal === 'apigateway.amazonaws.com' || principal === '*') && matchesGlob(action, 'lambda:InvokeFunction') && !forUrl;
  }

  private addOther(resource: Resource): void {
    const { template } = resource;
    const { key } = lambdaFunction(this.resolver.property(resource, 'FunctionName'), template, template, this.resolver);
    const [principal, action] = ['Principal', 'Action'].map((name) => render(this.resolver.property(resource, name), template));
    this.others.set(key, [...(this.others.get(key) ?? []), { name: resource.path ?? resource.logicalId, principal, action }]);
  }

  private add(resource: Resource): void {
    const { template } = resource;
    const { key } = lambdaFunction(this.resolver.property(resource, 'FunctionName'), template, template, this.resolver);
    const arn = this.resolver.property(resource, 'SourceArn');
    const source = new SourceArn(keyText(arn));
    const account = this.resolver.plain(resource, 'SourceAccount');
    const statement = { name: resource.path ?? resource.logicalId, sourceArn: render(arn, template) || '*', source, account };
    const ofFunction = this.byFunction.get(key) ?? new Map<string, Statement[]>();
    this.byFunction.set(key, ofFunction);
    const sameEnding = ofFunction.get(source.ending) ?? [];
    ofFunction.set(source.ending, sameEnding);
    sameEnding.push(statement);
  }
}

/** A call that API Gateway makes: `<stage>/<METHOD>/<path>`, and its parts. */
interface Call {
  readonly call: string;
  readonly stage: string;
  readonly method: string;
}

/** Whether a permission is for the account of an API, as far as both are known. */
function isOfAccount({ account }: Statement, { environment }: CallingApi): boolean {
  return account === undefined || environment.account === undefined || account === environment.account;
}

/** Statements whose fixed ending is an ending of the call: few, however many routes share a function. */
function candidates(statements: ReadonlyMap<string, readonly Statement[]>, subject: string): readonly Statement[] {
  const found: Statement[] = [];
  for (let start = 0; start <= subject.length; start++) {
    found.push(...(statements.get(subject.slice(start)) ?? []));
  }
  return found;
}

/** The calls that a route makes, one a stage and method. */
function callsOf(routeKey: string, api: CallingApi): readonly Call[] {
  const [, method, path] = /^([A-Z]+) (\/.*)$/s.exec(routeKey) ?? [];
  const stages = api.stages.length === 0 ? [ANY_STAGE] : api.stages;
  return stages.flatMap((stage) => {
    if (method === undefined) {
      return [{ call: `${stage}/${routeKey}`, stage, method: '' }];
    }
    const methods = method === 'ANY' ? ['ANY', ...METHODS] : [method];
    return methods.map((each) => ({ call: `${stage}/${each}${path}`, stage, method: each }));
  });
}

/** An AWS::Lambda::Permission that names API Gateway. */
interface Statement {
  readonly name: string;
  readonly sourceArn: string;
  readonly source: SourceArn;
  /** The account that the caller must belong to. */
  readonly account?: string;
}

/** What was found out about a route's calls. */
interface Coverage {
  readonly routeKey: string;
  readonly called: LambdaFunction;
  readonly calls: readonly { readonly stage: string; readonly method: string }[];
  /** `<stage>/<method>` of the calls that are surely allowed. */
  readonly covered: ReadonlySet<string>;
  readonly sure: readonly Statement[];
  readonly maybe: readonly Statement[];
}

/** The findings in a few words. */
function summarize(findings: Coverage): Permission {
  const { sure, maybe, called } = findings;
  if (sure.length > 0) {
    const limits = limitsOf(findings);
    const breadths = [...new Set(sure.map((statement) => breadth(statement.source, findings.routeKey)))];
    const summary = [breadths.join(', '), ...(limits === '' ? [] : [`(${limits} only)`])].join(' ');
    return { status: limits === '' ? 'allowed' : 'partial', summary, grants: sure.map(grant) };
  }
  if (maybe.length > 0) {
    return { status: 'unknown', summary: 'unknown until deployed', grants: maybe.map(grant) };
  }
  return called.inAssembly
    ? { status: 'missing', summary: 'none found', grants: [] }
    : { status: 'unknown', summary: 'unknown', grants: [] };
}

function grant({ name, sourceArn }: Statement): { name: string; sourceArn: string } {
  return { name, sourceArn };
}

/** How much more than the route a source lets through. */
function breadth(source: SourceArn, routeKey: string): string {
  if (source.isForAnyApi) {
    return 'any API';
  }
  const { tail } = source;
  if (/^[*/]*\*$/.test(tail)) {
    return 'any route';
  }
  const path = routeKey.replace(/^[A-Z]+ (?=\/)/, '');
  const exact = path === routeKey ? path : `/${routeKey.replace(' ', '')}`;
  if (tail.endsWith(exact)) {
    return 'this route';
  }
  return tail.endsWith(path) ? 'this path' : `routes ${tail}`;
}

/** The stages, or the methods, to which the permissions are limited; empty when there is no such limit. */
function limitsOf({ calls, covered }: Coverage): string {
  const stages = [...new Set(calls.map(({ stage }) => stage))];
  const methods = [...new Set(calls.map(({ method }) => method))];
  const isCovered = (stage: string, method: string) => covered.has(`${stage}/${method}`);
  // A statement for ANY, or one for each method, lets an ANY route through.
  const full = stages.filter(
    (stage) => isCovered(stage, 'ANY') || methods.filter((method) => method !== 'ANY').every((method) => isCovered(stage, method)),
  );
  if (full.length === stages.length) {
    return '';
  }
  if (full.length > 0) {
    return `stage ${full.join(', ')}`;
  }
  const some = calls.filter(({ stage, method }) => isCovered(stage, method));
  return `method ${[...new Set(some.map(({ method }) => method))].join(', ')}`;
}
