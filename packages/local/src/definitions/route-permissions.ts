import {
  type CallingApi,
  calledFunction,
  InvokePermissions,
  integrationOf,
  isComplete,
  keyText,
  type LambdaFunction,
  type Resource,
  type Template,
} from '@apigwv2-integrations/core/engine';
import type { KeyedRoute } from './accepted-routes';
import type { PlanContext } from './text-resolvers';

/** The number of names that a diagnostic lists. */
const MAX_LISTED = 5;
const REMEDY =
  'add an AWS::Lambda::Permission with the principal apigateway.amazonaws.com and a SourceArn of this API that ends in /*. Without it, clients get 500 after deployment, and here with --strict-permissions';

/** Finds the routes whose functions API Gateway may not invoke, in HTTP APIs and WebSocket APIs. */
export class RoutePermissions {
  private permissions?: InvokePermissions;
  private apis?: ReadonlySet<string>;
  private readonly completeTemplates = new Map<string, boolean>();

  public constructor(private readonly context: PlanContext) {}

  /**
   * Returns why API Gateway may not invoke the function of a route, by route key, and reports each function once. Routes whose
   * permissions the assembly does not decide are left out: those with a role, with an API or a function of another app, or
   * in a template that a macro completes.
   */
  public missing(routes: readonly KeyedRoute[], api: CallingApi): ReadonlyMap<string, string> {
    const reasons = new Map<string, string>();
    for (const { called, integration, keys } of this.uncovered(routes, api)) {
      const reason = this.reasonFor(called);
      this.context.diagnostics.add(
        integration.location,
        `${reason} for the ${keys.length === 1 ? 'route' : 'routes'} ${listed(keys)}: ${REMEDY}`,
      );
      for (const key of keys) {
        reasons.set(key, reason);
      }
    }
    return reasons;
  }

  private uncovered(routes: readonly KeyedRoute[], api: CallingApi): Iterable<Uncovered> {
    const { resolver } = this.context.local;
    const found = new Map<string, Uncovered>();
    this.apis ??= new Set(resolver.resources.all('AWS::ApiGatewayV2::Api').map((resource) => keyText([{ kind: 'reference', resource }])));
    if (!this.apis.has(api.key)) {
      return [];
    }
    for (const { key, route } of routes) {
      const integration = integrationOf(resolver.property(route, 'Target'));
      if (integration === undefined || !integration.lacks('CredentialsArn')) {
        continue;
      }
      const called = calledFunction(integration, integration.template, resolver);
      // SAM gives its own functions the permission when the template is deployed.
      if (called?.resource?.type !== 'AWS::Lambda::Function' || !this.isComplete(integration.template)) {
        continue;
      }
      this.permissions ??= new InvokePermissions(resolver);
      if (this.permissions.forRoute(key, called, api).status === 'missing') {
        const uncovered = found.get(called.key) ?? { called, integration, keys: [] };
        uncovered.keys.push(key);
        found.set(called.key, uncovered);
      }
    }
    return found.values();
  }

  private isComplete(template: Template): boolean {
    const complete = this.completeTemplates.get(template.id) ?? isComplete(template, this.context.local.resolver);
    this.completeTemplates.set(template.id, complete);
    return complete;
  }

  private reasonFor(called: LambdaFunction): string {
    const sources = this.permissions?.sourcesOf(called) ?? [];
    const why = sources.length === 0 ? '' : ` (the sources of its permissions are ${listed(sources)})`;
    return `no permission allows the API to invoke the function ${called.name}${why}`;
  }
}

interface Uncovered {
  readonly called: LambdaFunction;
  /** The integration of the first route. */
  readonly integration: Resource;
  readonly keys: string[];
}

function listed(names: readonly string[]): string {
  const rest = names.length - MAX_LISTED;
  return `${names.slice(0, MAX_LISTED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
