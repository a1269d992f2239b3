import {
  type CfnIntegration,
  WebSocketRouteIntegration,
  type WebSocketRouteIntegrationBindOptions,
  type WebSocketRouteIntegrationConfig,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { idProblems } from '../problems/id-empty';
import type { IntegrationProblem } from '../problems/integration-problem';
import { report } from '../problems/report';
import { WebSocketBinding } from './binding';
import type { WebSocketIntegrationTarget } from './websocket-integration-target';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-non-proxy-integration-options';

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

  /**
   * @param id of the integration's construct, which becomes a child of the first route that uses it
   * @param options that every WebSocket API integration takes, and those of non-proxy integrations
   */
  public constructor(id: string, options: WebSocketNonProxyIntegrationOptions = {}) {
    super(id);
    this.constructId = id;
    this.commonOptions = options;
  }

  /**
   * Binds the integration to a route.
   *
   * Throws one error with all problems: `IdEmpty`, `TimeoutOutOfRange`, `DescriptionTooLong`, `UrlInvalid`,
   * `UrlTooLong`, `WebSocketRouteKeyReserved`, `MappingClash`, `MappingValueTooLong`,
   * `IntegrationResponseKeyInvalid`, `IntegrationResponseTwice`, and what the backend's own `checkRoute` tells.
   * Warns with `WebSocketDestinationInvalid`, `WebSocketSourceInvalid`, `WebSocketSourceOnlyOnConnect`, `UrlMalformed`,
   * `IntegrationResponsePatternInvalid`, `IntegrationResponseDefaultMissing`, `OptionIgnoredByProxy`, and at synth with `IntegrationResponseMissing`.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/errors.md
   */
  public bind(options: WebSocketRouteIntegrationBindOptions): WebSocketRouteIntegrationConfig {
    this.binding ??= new WebSocketBinding(this.bindTarget(options), this.commonOptions);
    this.prepare(options, this.binding);
    return this.binding.config;
  }

  /**
   * Called for every route, by the CDK: what needs the resources goes here.
   *
   * @internal
   */
  public _bindToRoute(options: WebSocketRouteIntegrationBindOptions): { readonly integrationId: string } {
    const bound = super._bindToRoute(options);
    const binding = this.binding as WebSocketBinding;
    if (this.boundResource === undefined) {
      this.boundResource = options.scope.node.findChild(this.constructId).node.defaultChild as CfnIntegration;
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
    const { route, scope } = options;
    report(scope, `${this.constructor.name} "${this.constructId}" on route ${route.routeKey} at ${scope.node.path}`, problems);
  }

  /** Checks and authorizes a route, once. */
  private prepare(options: WebSocketRouteIntegrationBindOptions, binding: WebSocketBinding): void {
    if (this.preparedRoutes.has(options.scope)) {
      return;
    }
    this.report(options, [
      ...(this.boundResource === undefined ? [...idProblems(this.constructId), ...binding.problems()] : []),
      ...binding.problemsOnRoute(options),
      ...this.checkRoute(options),
    ]);
    this.authorizeRoute(options);
    this.preparedRoutes.add(options.scope);
  }
}
