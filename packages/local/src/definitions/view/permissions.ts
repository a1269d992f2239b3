import { keyText, member, type Resolver, type Resource, render } from '@apigwv2-integrations/core/engine';
import { type LambdaFunction, lambdaFunction } from '../lambda-function';
import { type CallingApi, matchesGlob, SourceArn } from './source-arn';
import type { Permission } from './view';

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const ANY_STAGE = '\u0000';

/** The permissions of an assembly, indexed to find those that let a route invoke its function. */
export class Permissions {
  private readonly byFunction = new Map<string, Map<string, Statement[]>>();
  private readonly apis: ReadonlySet<string>;

  constructor(private readonly resolver: Resolver) {
    const apis = resolver.resources.all('AWS::ApiGatewayV2::Api');
    this.apis = new Set(apis.map((resource) => keyText([{ kind: 'reference', resource }])));
    for (const resource of resolver.resources.all('AWS::Lambda::Permission')) {
      if (this.isForGateway(resource)) {
        this.add(resource);
      }
    }
  }

  /** The permissions by which API Gateway invokes the function of a route. */
  forRoute(routeKey: string, called: LambdaFunction, api: CallingApi): Permission {
    const statements = this.byFunction.get(called.key) ?? new Map<string, Statement[]>();
    const calls = callsOf(routeKey, api);
    const covered = new Set<string>();
    const sure = new Set<Statement>();
    const maybe = new Set<Statement>();
    for (const { call, stage, method } of calls) {
      for (const statement of candidates(statements, `${api.key}/${call}`)) {
        const match = statement.source.match(call, api, this.apis);
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

  private add(resource: Resource): void {
    const { template } = resource;
    const { key } = lambdaFunction(this.resolver.property(resource, 'FunctionName'), template, template, this.resolver);
    const arn = this.resolver.property(resource, 'SourceArn');
    const source = new SourceArn(keyText(arn));
    const statement = { name: resource.path ?? resource.logicalId, sourceArn: render(arn, template) || '*', source };
    const ofFunction = this.byFunction.get(key) ?? new Map<string, Statement[]>();
    this.byFunction.set(key, ofFunction);
    const sameEnding = ofFunction.get(source.ending) ?? [];
    ofFunction.set(source.ending, sameEnding);
    sameEnding.push(statement);
  }
}

/** Statements whose literal end is an end of the call: few, however many routes share a function. */
function candidates(statements: ReadonlyMap<string, readonly Statement[]>, subject: string): readonly Statement[] {
  const found: Statement[] = [];
  for (let start = 0; start <= subject.length; start++) {
    found.push(...(statements.get(subject.slice(start)) ?? []));
  }
  return found;
}

/** The calls of a route, one for each stage and method. */
function callsOf(routeKey: string, api: CallingApi): readonly { call: string; stage: string; method: string }[] {
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
export interface Statement {
  readonly name: string;
  readonly sourceArn: string;
  readonly source: SourceArn;
}

/** Which statements allow the calls of a route. */
export interface Coverage {
  readonly routeKey: string;
  readonly called: LambdaFunction;
  readonly calls: readonly { readonly stage: string; readonly method: string }[];
  /** `<stage>/<method>` of the calls that are certainly allowed. */
  readonly covered: ReadonlySet<string>;
  readonly sure: readonly Statement[];
  readonly maybe: readonly Statement[];
}

/** Describes the coverage in a few words. */
export function summarize(coverage: Coverage): Permission {
  const { sure, maybe, called } = coverage;
  if (sure.length > 0) {
    const limits = limitsOf(coverage);
    const breadths = [...new Set(sure.map((statement) => breadth(statement.source, coverage.routeKey)))];
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

/** Describes how much more than the route a source allows. */
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

/** The stages or methods to which the permissions are limited; empty if they are not. */
function limitsOf({ calls, covered }: Coverage): string {
  const stages = [...new Set(calls.map(({ stage }) => stage))];
  const methods = [...new Set(calls.map(({ method }) => method))];
  const isCovered = (stage: string, method: string) => covered.has(`${stage}/${method}`);
  // An ANY route is covered by a statement for ANY, or by one for each method.
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
