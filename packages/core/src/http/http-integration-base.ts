import { Token } from 'aws-cdk-lib';
import {
  type CfnIntegration,
  HttpConnectionType,
  HttpIntegrationType,
  HttpRouteIntegration,
  type HttpRouteIntegrationBindOptions,
  type HttpRouteIntegrationConfig,
  type IHttpRoute,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { DelegatedBind } from '../binding/delegated-bind';
import { IntegrationScope } from '../binding/integration-scope';
import { ProblemReporter } from '../binding/problem-reporter';
import { checkHttpIntegration, checkHttpIntegrationOnRoute, type HttpIntegrationFacts } from '../engine/integration';
import { fromEngine } from '../problems/from-engine';
import type { IntegrationProblem } from '../problems/integration-problem';
import { methodProblems, payloadVersionProblems, stableIdProblems } from '../problems/option-problems';
import { watchQuotas } from '../synth/quota-watch';
import type { HttpIntegrationOptions } from './http-integration-options';
import type { HttpIntegrationTarget } from './http-integration-target';
import { applyBeyondL2, configOf } from './integration-config';
import { MappingChecks } from './mapping-checks';

/**
 * The base class of all HTTP API integrations. Binds the integration to routes, checks it, and adds the common options
 * to the template.
 *
 * To write your own backend, extend this class and implement `bindTarget`.
 */
export abstract class HttpIntegrationBase extends HttpRouteIntegration {
  /** The construct ID of the integration. */
  protected readonly constructId: string;
  private readonly commonOptions: HttpIntegrationOptions;
  private readonly integrationScope: IntegrationScope;
  private readonly reporter: ProblemReporter;
  private boundRoute?: HttpRouteIntegrationBindOptions;
  private delegated?: DelegatedBind;
  private boundTarget?: HttpIntegrationTarget;
  private boundResource?: CfnIntegration;
  private facts: HttpIntegrationFacts = {};
  private mappings?: MappingChecks;

  /**
   * @param id The construct ID of the integration, under the first route that uses it, or with `stableId` under the API.
   * @param options The options that all HTTP API integrations share.
   */
  public constructor(id: string, options: HttpIntegrationOptions = {}) {
    super(id);
    this.constructId = id;
    this.commonOptions = options;
    this.integrationScope = new IntegrationScope(id, options.stableId);
    this.reporter = new ProblemReporter(this, id, this.integrationScope);
  }

  /**
   * Called by the CDK for every route. With `stableId`, passes another scope to the CDK's own method.
   *
   * @internal
   */
  public _bindToRoute(options: HttpRouteIntegrationBindOptions): { readonly integrationId: string } {
    const { route, scope } = options;
    this.integrationScope.claimScope(route.httpApi, scope, () => this.reporter.subject(routeSubject(options)));
    this.boundRoute = options;
    watchQuotas(route.httpApi, route.httpApi.apiId, scope);
    try {
      return this.reporter.bind(
        scope,
        () => super._bindToRoute({ route, scope: this.integrationScope.scopeOfIntegration(scope) }),
        () => this.boundResource !== undefined,
        () => this.mappings && this.reportOnRoute(options),
      );
    } finally {
      this.boundRoute = undefined;
    }
  }

  /**
   * Binds the integration to its first route.
   *
   * Throws one error that lists all problems: `ArgumentMissing`, `OptionInvalid`, `IdEmpty`, `IdTaken`, `UrlInvalid`,
   * `UrlTooLong`, `TimeoutOutOfRange`, `DescriptionTooLong`, `StableIdTaken`, problems of the mappings (`HeaderReserved`,
   * `SourceUnknown` and others, see docs/errors.md), and problems that `checkRoute` of the backend returns.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/errors.md
   */
  public bind(options: HttpRouteIntegrationBindOptions): HttpRouteIntegrationConfig {
    const bound = this.boundRoute ?? options;
    // The CDK binds an integration once; another integration that delegates to this one creates a resource of its own.
    this.delegated = undefined;
    this.boundResource = undefined;
    if (this.boundRoute === undefined) {
      this.delegated = new DelegatedBind(options.scope);
      watchQuotas(options.route.httpApi, options.route.httpApi.apiId, options.scope);
    }
    this.reporter.reportMissing(bound.scope, () => routeSubject(bound), this.requiredArguments());
    const target = this.bindTarget({ route: bound.route, scope: this.integrationScope.scopeOfBackend(bound.scope) });
    this.boundTarget = target;
    this.facts = integrationFacts(target, this.commonOptions);
    this.mappings = new MappingChecks(target, this.commonOptions);
    this.report(bound, [
      ...this.integrationScope.idProblems(bound.scope),
      ...stableIdProblems(this.commonOptions.stableId),
      ...payloadVersionProblems(target.payloadFormatVersion),
      ...methodProblems(target.method),
      ...checkHttpIntegration(this.facts).map(fromEngine),
      ...this.mappings.problems(),
      ...(target.problems ?? []),
      ...this.problemsOnRoute(bound),
    ]);
    return configOf(target, this.commonOptions);
  }

  /**
   * Returns the target of requests. Called once, for the first route that uses the integration.
   *
   * @param options The route, and the scope for constructs that the backend creates.
   */
  protected abstract bindTarget(options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget;

  /**
   * The values of the arguments and options that the integration requires, by name. Binding throws `ArgumentMissing` for
   * a value that is missing, which the compilers of some languages do not prevent. Called once, before `bindTarget`.
   */
  protected requiredArguments(): { [name: string]: unknown } {
    return {};
  }

  /** Allows the API to call the backend from a route. Called for every route that uses the integration. */
  protected authorizeRoute(_options: HttpRouteIntegrationBindOptions): void {}

  /**
   * Returns the problems of the integration on a route that are specific to the backend. Called for every route that
   * uses the integration, before constructs are created for the route.
   */
  protected checkRoute(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /** Called by the CDK for every route. Override `authorizeRoute` instead. */
  protected completeBind(options: HttpRouteIntegrationBindOptions): void {
    const bound = this.boundRoute ?? options;
    if (this.boundResource !== undefined) {
      this.reportOnRoute(bound);
    } else {
      this.boundResource =
        this.delegated?.resource ?? (options.scope.node.tryFindChild(this.constructId)?.node.defaultChild as CfnIntegration | undefined);
      if (this.boundResource !== undefined) {
        applyBeyondL2(this.boundResource, this.commonOptions, this.boundTarget);
        this.mappings?.checkLate(this.boundResource);
      }
    }
    this.authorizeRoute(bound);
  }

  /**
   * Adds warnings, and throws one error that lists all errors. Use it for problems that are found after `checkRoute`;
   * what `checkRoute` returns is reported automatically.
   */
  protected report(options: HttpRouteIntegrationBindOptions, problems: IntegrationProblem[]): void {
    this.reporter.report(options.scope, () => routeSubject(options), problems);
  }

  /** Reports the problems on a further route. */
  private reportOnRoute(options: HttpRouteIntegrationBindOptions): void {
    const problems = this.reporter.notDeferred(this.problemsOnRoute(options));
    if (problems.length > 0) {
      this.report(options, problems);
    }
  }

  private problemsOnRoute(options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [
      ...commonProblemsOnRoute(this.facts, options.route),
      ...(this.mappings?.problemsOnRoute(options) ?? []),
      ...this.checkRoute(options),
    ];
  }
}

/** The properties that the engine checks. Values that contain tokens are omitted because they are unknown. */
function integrationFacts(target: HttpIntegrationTarget, { timeout, description }: HttpIntegrationOptions): HttpIntegrationFacts {
  return {
    // Plain JavaScript may pass an undefined URL, such as an environment variable that is not set.
    url: isPublicHttp(target) && target.subtype === undefined ? literalOf(target.uri ?? '') : undefined,
    timeoutInMillis: timeout?.isUnresolved() ? undefined : timeout?.toMilliseconds({ integral: false }),
    description: literalOf(description),
  };
}

/** Problems of the path variables in a URL. A path that contains a token is unknown. */
function commonProblemsOnRoute(facts: HttpIntegrationFacts, { path }: IHttpRoute): IntegrationProblem[] {
  return facts.url === undefined || Token.isUnresolved(path) ? [] : checkHttpIntegrationOnRoute(facts, { path }).map(fromEngine);
}

/** The route's key and construct. The CDK sets the method before it binds, but its interface does not declare it. */
function routeSubject({ route, scope }: HttpRouteIntegrationBindOptions) {
  const { method } = route as { method?: string };
  return { routeKey: route.path === undefined ? '$default' : [method, route.path].filter(Boolean).join(' '), scope };
}

function isPublicHttp({ type, connectionType }: HttpIntegrationTarget): boolean {
  return type === HttpIntegrationType.HTTP_PROXY && connectionType !== HttpConnectionType.VPC_LINK;
}

function literalOf(value: string | undefined): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}
