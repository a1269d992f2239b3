import { keyText, member, type Resolver, type Resource, render } from '@apigwv2-integrations/core/engine';
import { matchesGlob } from './glob';
import { type LambdaFunction, lambdaFunction } from './lambda-function';
import type { Permission } from './permission';
import { type CallingApi, SourceArn } from './source-arn';
import { type Statement, summarize } from './summarize-permission';

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const ANY_STAGE = '\u0000';

/** All permissions of an assembly, ready to say which of them lets a route call its function. */
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

  /** Which permission lets the gateway call the function when a request takes the route. */
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

/** Statements whose fixed ending is an ending of the call: few, however many routes share a function. */
function candidates(statements: ReadonlyMap<string, readonly Statement[]>, subject: string): readonly Statement[] {
  const found: Statement[] = [];
  for (let start = 0; start <= subject.length; start++) {
    found.push(...(statements.get(subject.slice(start)) ?? []));
  }
  return found;
}

/** The calls that a route makes, one a stage and method. */
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
