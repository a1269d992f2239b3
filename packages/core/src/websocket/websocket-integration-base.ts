import {
  type CfnIntegration,
  WebSocketRouteIntegration,
  type WebSocketRouteIntegrationBindOptions,
  type WebSocketRouteIntegrationConfig,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Identity } from '../identity/identity';
import type { IntegrationProblem } from '../problems/integration-problem';
import { missingArguments } from '../problems/missing-arguments';
import { report } from '../problems/report';
import { watchQuotas } from '../synth/quota-watch';
import { WebSocketBinding } from './binding';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-integration-options';
import type { WebSocketIntegrationTarget } from './websocket-integration-target';

/**
 * The base of every WebSocket API integration: binds, checks, and brings the common options to the template.
 *
 * A backend of your own extends it and tells in `bindTarget` what only it knows.
 */
export abstract class WebSocketIntegrationBase extends WebSocketRouteIntegration {
  /** The id of the integration's construct. */
  protected readonly constructId: string;
  private readonly commonOptions: WebSocketNonProxyIntegrationOptions;
  private binding?: WebSocketBinding;
  private boundResource?: CfnIntegration;
  private readonly preparedRoutes = new WeakSet<object>();
  private readonly identity: Identity;
  private boundRoute?: WebSocketRouteIntegrationBindOptions;

  /**
   * @param id of the integration's construct, a child of the first route that uses it, or of the API with `stableId`
   * @param options that every WebSocket API integration takes, and those of non-proxy integrations
   */
  public constructor(id: string, options: WebSocketNonProxyIntegrationOptions = {}) {
    super(id);
    this.constructId = id;
    this.commonOptions = options;
    this.identity = new Identity(id, options.stableId);
  }

  /**
   * Binds the integration to a route.
   *
   * Throws one error with all problems: `ArgumentMissing`, `OptionInvalid`, `IdEmpty`, `IdTaken`, `StableIdTaken`, `TimeoutOutOfRange`, `DescriptionTooLong`,
   * `UrlInvalid`, `UrlTooLong`, `WebSocketRouteKeyReserved`, `MappingClash`, `MappingValueTooLong`,
   * `IntegrationResponseKeyInvalid`, `IntegrationResponseTwice`, and what the backend's own `checkRoute` tells.
   * Warns with `WebSocketDestinationInvalid`, `WebSocketSourceInvalid`, `WebSocketSourceOnlyOnConnect`, `UrlMalformed`,
   * `IntegrationResponsePatternInvalid`, `IntegrationResponseDefaultMissing`, `TemplateSelectionInvalid`,
   * `TemplateSelectionUnmatched`, `TemplateTooLong`, `OptionIgnoredByProxy`, and at synth with `IntegrationResponseMissing`,
   * `MockStatusMissing` and `UrlVariableUnset`.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/errors.md
   */
  public bind(options: WebSocketRouteIntegrationBindOptions): WebSocketRouteIntegrationConfig {
    const onRoute = this.boundRoute ?? options;
    const scope = this.identity.backendScopeFor(onRoute.scope);
    if (this.binding === undefined) {
      this.reportMissing(onRoute);
      this.binding = new WebSocketBinding(this.bindTarget({ route: onRoute.route, scope }), this.commonOptions);
    }
    this.prepare(onRoute, this.binding);
    return this.binding.config;
  }

  /**
   * Called for every route, by the CDK: what needs the resources goes here. With `stableId`, the CDK's own way to
   * bind gets a scope of ours.
   *
   * @internal
   */
  public _bindToRoute(options: WebSocketRouteIntegrationBindOptions): { readonly integrationId: string } {
    const { route } = options;
    this.identity.claimScope(route.webSocketApi, options.scope, () => this.subject(options));
    this.boundRoute = options;
    watchQuotas(route.webSocketApi, route.webSocketApi.apiId, options.scope);
    const scope = this.identity.scopeFor(options.scope);
    const bound = super._bindToRoute({ route, scope });
    const binding = this.binding as WebSocketBinding;
    if (this.boundResource === undefined) {
      this.boundResource = scope.node.findChild(this.constructId).node.defaultChild as CfnIntegration;
      binding.applyTo(this.boundResource, options);
    }
    // Older versions of the CDK call `bind` for the first route alone.
    this.prepare(options, binding);
    binding.complete(this.boundResource, options);
    return bound;
  }

  /**
   * Tells where requests go. Called once, for the first route that uses the integration.
   *
   * @param options the route, and the scope for constructs that the backend needs
   */
  protected abstract bindTarget(options: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget;

  /**
   * What the integration cannot be bound without, by the names that its constructor and its options have for it: where
   * nothing is given, which only some languages notice, binding throws `ArgumentMissing`. Called once, before `bindTarget`.
   */
  protected requiredArguments(): { [name: string]: unknown } {
    return {};
  }

  /**
   * Gives the API leave to call the backend from a route. Called for every route that uses the integration.
   */
  protected authorizeRoute(_options: WebSocketRouteIntegrationBindOptions): void {}

  /**
   * What is wrong with the integration on a route, beyond what holds for every backend. Called for every
   * route that uses the integration, before anything but the target is created for it.
   */
  protected checkRoute(_options: WebSocketRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /**
   * Adds warnings for what is doubtful, and throws one error with all that is wrong. What `checkRoute`
   * returns comes here by itself: this is for what shows only later.
   */
  protected report(options: WebSocketRouteIntegrationBindOptions, problems: IntegrationProblem[]): void {
    report(options.scope, () => this.subject(options), problems, this.identity.path);
  }

  /** Before the backend is asked, which would trip over what is missing. */
  private reportMissing(options: WebSocketRouteIntegrationBindOptions): void {
    const missing = missingArguments(this.requiredArguments());
    if (missing.length > 0) {
      this.report(options, missing);
    }
  }

  private subject({ route, scope }: WebSocketRouteIntegrationBindOptions): string {
    return `${this.constructor.name} "${this.constructId}" on route ${route.routeKey} at ${scope.node.path}`;
  }

  /** Checks and authorizes a route, once. */
  private prepare(options: WebSocketRouteIntegrationBindOptions, binding: WebSocketBinding): void {
    if (this.preparedRoutes.has(options.scope)) {
      return;
    }
    this.report(options, [
      ...(this.boundResource === undefined ? [...this.identity.idProblemsFor(options.scope), ...binding.problems()] : []),
      ...binding.problemsOnRoute(options),
      ...this.checkRoute(options),
    ]);
    this.authorizeRoute(options);
    this.preparedRoutes.add(options.scope);
  }
}
