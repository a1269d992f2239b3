import { AspectPriority, Aspects } from 'aws-cdk-lib';
import {
  type CfnIntegration,
  WebSocketRouteIntegration,
  type WebSocketRouteIntegrationBindOptions,
  type WebSocketRouteIntegrationConfig,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct, IConstruct } from 'constructs';
import { DelegatedBind } from '../binding/delegated-bind';
import { IntegrationScope } from '../binding/integration-scope';
import { ProblemReporter } from '../binding/problem-reporter';
import type { IntegrationProblem } from '../problems/integration-problem';
import { watchQuotas } from '../synth/quota-watch';
import { WebSocketBinding } from './binding';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-integration-options';
import type { WebSocketIntegrationTarget } from './websocket-integration-target';

/**
 * The base class of all WebSocket API integrations. Binds the integration to routes, checks it, and adds the common
 * options to the template.
 *
 * To write your own backend, extend this class and implement `bindTarget`.
 */
export abstract class WebSocketIntegrationBase extends WebSocketRouteIntegration {
  /** The construct ID of the integration. */
  protected readonly constructId: string;
  private readonly commonOptions: WebSocketNonProxyIntegrationOptions;
  private readonly integrationScope: IntegrationScope;
  private readonly reporter: ProblemReporter;
  private readonly preparedRoutes = new WeakSet<object>();
  private binding?: WebSocketBinding;
  private boundRoute?: WebSocketRouteIntegrationBindOptions;
  private boundResource?: CfnIntegration;
  private readonly delegated: DelegatedBind[] = [];
  private readonly completed = new WeakSet<CfnIntegration>();

  /**
   * @param id The construct ID of the integration, under the first route that uses it, or with `stableId` under the API.
   * @param options The options that all WebSocket API integrations share, and those of non-proxy integrations.
   */
  public constructor(id: string, options: WebSocketNonProxyIntegrationOptions = {}) {
    super(id);
    this.constructId = id;
    this.commonOptions = options;
    this.integrationScope = new IntegrationScope(id, options.stableId);
    this.reporter = new ProblemReporter(this, id, this.integrationScope);
  }

  /**
   * Binds the integration to a route.
   *
   * Throws one error that lists all problems: `ArgumentMissing`, `OptionInvalid`, `IdEmpty`, `IdTaken`, `StableIdTaken`,
   * `TimeoutOutOfRange`, `DescriptionTooLong`, `UrlInvalid`, `UrlTooLong`, `WebSocketRouteKeyReserved`, `MappingClash`,
   * `MappingValueTooLong`, `IntegrationResponseKeyInvalid`, `IntegrationResponseTwice`, `TemplateSyntaxInvalid`, and
   * problems that `checkRoute` of the backend returns. Warnings: `WebSocketDestinationInvalid`, `WebSocketSourceInvalid`,
   * `WebSocketSourceOnlyOnConnect`, `UrlMalformed`, `IntegrationResponsePatternInvalid`,
   * `IntegrationResponseDefaultMissing`, `TemplateSelectionInvalid`, `TemplateSelectionUnmatched`, `TemplateTooLong`,
   * `TemplateDirectiveUnsupported`, `TemplateMemberUnknown`, `TemplateContextUnknown`, `TemplateVariableUnset`,
   * `TemplateTextSwallowed`, `TemplateStatusMissing`, `TemplateNeverJson` and `OptionIgnoredByProxy`; at synthesis `IntegrationResponseMissing`, `MockStatusMissing`,
   * `TemplateStageVariableUnset` and `UrlVariableUnset`.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/errors.md
   */
  public bind(options: WebSocketRouteIntegrationBindOptions): WebSocketRouteIntegrationConfig {
    const bound = this.boundRoute ?? options;
    if (this.binding === undefined) {
      this.reporter.reportMissing(bound.scope, () => routeSubject(bound), this.requiredArguments());
      const scope = this.integrationScope.scopeOfBackend(bound.scope);
      this.binding = new WebSocketBinding(this.bindTarget({ route: bound.route, scope }), this.commonOptions);
    }
    this.prepare(bound, this.binding);
    if (this.boundRoute === undefined) {
      this.completeAtSynth(options, this.binding);
    }
    return this.binding.config;
  }

  /**
   * Called by the CDK for every route. Does what needs the resources. With `stableId`, passes another scope to the CDK's
   * own method.
   *
   * @internal
   */
  public _bindToRoute(options: WebSocketRouteIntegrationBindOptions): { readonly integrationId: string } {
    const { route } = options;
    this.integrationScope.claimScope(route.webSocketApi, options.scope, () => this.reporter.subject(routeSubject(options)));
    this.boundRoute = options;
    watchQuotas(route.webSocketApi, route.webSocketApi.apiId, options.scope);
    const scope = this.integrationScope.scopeOfIntegration(options.scope);
    const bind = () => {
      const result = super._bindToRoute({ route, scope });
      this.completeRoute(scope, options);
      return result;
    };
    try {
      return this.reporter.bind(
        options.scope,
        bind,
        () => this.boundResource !== undefined,
        () => this.reportOnRoute(options),
      );
    } finally {
      this.boundRoute = undefined;
    }
  }

  private completeRoute(scope: Construct, options: WebSocketRouteIntegrationBindOptions): void {
    const { binding } = this;
    // A subclass may delegate `bind` to an integration that is not of this family.
    if (binding === undefined) {
      return;
    }
    if (this.boundResource === undefined) {
      this.boundResource = scope.node.findChild(this.constructId).node.defaultChild as CfnIntegration;
      binding.applyTo(this.boundResource, options);
    }
    // Older versions of the CDK call `bind` only for the first route.
    this.prepare(options, binding);
    binding.declareParameters(options);
    binding.checkRouteAtSynth(this.boundResource, options);
  }

  /** Another integration delegates `bind` to this one and creates the resource afterwards, so the rest is set at synthesis. */
  private completeAtSynth(options: WebSocketRouteIntegrationBindOptions, binding: WebSocketBinding): void {
    const { scope, route } = options;
    const bound = new DelegatedBind(scope);
    this.delegated.push(bound);
    watchQuotas(route.webSocketApi, route.webSocketApi.apiId, scope);
    binding.declareParameters(options);
    const visit = (construct: IConstruct) => {
      // For a further route, the other integration creates no resource.
      const resource = construct === scope ? (bound.resource ?? this.delegated.find(({ resource }) => resource)?.resource) : undefined;
      if (resource === undefined) {
        return;
      }
      if (!this.completed.has(resource)) {
        this.completed.add(resource);
        binding.applyTo(resource, options);
      }
      binding.checkRouteAtSynth(resource, options);
    };
    Aspects.of(scope).add({ visit }, { priority: AspectPriority.MUTATING });
  }

  /**
   * Returns the target of requests. Called once, for the first route that uses the integration.
   *
   * @param options The route, and the scope for constructs that the backend creates.
   */
  protected abstract bindTarget(options: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget;

  /**
   * The values of the arguments and options that the integration requires, by name. Binding throws `ArgumentMissing` for
   * a value that is missing, which the compilers of some languages do not prevent. Called once, before `bindTarget`.
   */
  protected requiredArguments(): { [name: string]: unknown } {
    return {};
  }

  /** Allows the API to call the backend from a route. Called for every route that uses the integration. */
  protected authorizeRoute(_options: WebSocketRouteIntegrationBindOptions): void {}

  /**
   * Returns the problems of the integration on a route that are specific to the backend. Called for every route that
   * uses the integration, before constructs are created for the route, except those of the target.
   */
  protected checkRoute(_options: WebSocketRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /**
   * Adds warnings, and throws one error that lists all errors. Use it for problems that are found after `checkRoute`;
   * what `checkRoute` returns is reported automatically.
   */
  protected report(options: WebSocketRouteIntegrationBindOptions, problems: IntegrationProblem[]): void {
    this.reporter.report(options.scope, () => routeSubject(options), problems);
  }

  /** Reports the problems on a route of an integration that could not be bound to its first route. */
  private reportOnRoute(options: WebSocketRouteIntegrationBindOptions): void {
    if (this.binding !== undefined) {
      const problems = [...this.binding.problemsOnRoute(options), ...this.checkRoute(options)];
      this.report(options, this.reporter.notDeferred(problems));
    }
  }

  /** Checks and authorizes a route once. */
  private prepare(options: WebSocketRouteIntegrationBindOptions, binding: WebSocketBinding): void {
    if (this.preparedRoutes.has(options.scope)) {
      return;
    }
    this.report(options, [
      ...(this.boundResource === undefined ? [...this.integrationScope.idProblems(options.scope), ...binding.problems()] : []),
      ...binding.problemsOnRoute(options),
      ...this.checkRoute(options),
    ]);
    this.authorizeRoute(options);
    this.preparedRoutes.add(options.scope);
  }
}

function routeSubject({ route, scope }: WebSocketRouteIntegrationBindOptions) {
  return { routeKey: route.routeKey, scope };
}
