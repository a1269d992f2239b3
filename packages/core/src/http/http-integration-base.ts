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
import { checkHttpIntegration, checkHttpIntegrationOnRoute, type HttpIntegrationFacts } from '../engine/integration';
import { Identity } from '../identity/identity';
import { add } from '../problems/add';
import { fromEngine } from '../problems/from-engine';
import type { IntegrationProblem } from '../problems/integration-problem';
import { missingArguments } from '../problems/missing-arguments';
import { methodProblems, payloadVersionProblems, stableIdProblems } from '../problems/option-problems';
import { report } from '../problems/report';
import { watchQuotas } from '../synth/quota-watch';
import type { HttpIntegrationOptions } from './http-integration-options';
import type { HttpIntegrationTarget } from './http-integration-target';
import { applyBeyondL2, configOf } from './integration-config';
import { MappingChecks } from './mapping-checks';

/**
 * The base of every HTTP API integration: binds, checks, and brings the common options to the template.
 *
 * A backend of your own extends it and tells in `bindTarget` what only it knows.
 */
export abstract class HttpIntegrationBase extends HttpRouteIntegration {
  /** The id of the integration's construct. */
  protected readonly constructId: string;
  private readonly commonOptions: HttpIntegrationOptions;
  private boundTarget?: HttpIntegrationTarget;
  private facts: HttpIntegrationFacts = {};
  private boundResource?: CfnIntegration;
  private mappings?: MappingChecks;
  private readonly identity: Identity;
  private boundRoute?: HttpRouteIntegrationBindOptions;

  /**
   * @param id of the integration's construct, a child of the first route that uses it, or of the API with `stableId`
   * @param options that every HTTP API integration takes
   */
  public constructor(id: string, options: HttpIntegrationOptions = {}) {
    super(id);
    this.constructId = id;
    this.commonOptions = options;
    this.identity = new Identity(id, options.stableId);
  }

  /**
   * Called for every route, by the CDK: with `stableId`, the CDK's own way to bind gets a scope of ours.
   *
   * @internal
   */
  public _bindToRoute(options: HttpRouteIntegrationBindOptions): { readonly integrationId: string } {
    const { route, scope } = options;
    this.identity.claimScope(route.httpApi, scope, () => this.subject(options));
    this.boundRoute = options;
    watchQuotas(route.httpApi, route.httpApi.apiId, scope);
    return super._bindToRoute({ route, scope: this.identity.scopeFor(scope) });
  }

  /**
   * Binds the integration to its first route.
   *
   * Throws one error with all problems: `ArgumentMissing`, `OptionInvalid`, `IdEmpty`, `IdTaken`, `UrlInvalid`, `UrlTooLong`, `TimeoutOutOfRange`,
   * `DescriptionTooLong`, `StableIdTaken`, those of the mappings (`HeaderReserved`, `SourceUnknown` and more, see
   * docs/errors.md), and what the backend's own `checkRoute` tells.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/errors.md
   */
  public bind(options: HttpRouteIntegrationBindOptions): HttpRouteIntegrationConfig {
    const onRoute = this.boundRoute ?? options;
    this.reportMissing(onRoute);
    const target = this.bindTarget({ route: onRoute.route, scope: this.identity.backendScopeFor(onRoute.scope) });
    this.boundTarget = target;
    this.facts = integrationFacts(target, this.commonOptions);
    this.mappings = new MappingChecks(target, this.commonOptions);
    const problems: IntegrationProblem[] = [];
    add(problems, this.identity.idProblemsFor(onRoute.scope));
    add(problems, stableIdProblems(this.commonOptions.stableId));
    add(problems, payloadVersionProblems(target.payloadFormatVersion));
    add(problems, methodProblems(target.method));
    add(problems, checkHttpIntegration(this.facts).map(fromEngine));
    add(problems, this.mappings.problems());
    add(problems, target.problems ?? []);
    add(problems, this.problemsOnRoute(onRoute));
    this.report(onRoute, problems);
    return configOf(target, this.commonOptions);
  }

  /**
   * Tells where requests go. Called once, for the first route that uses the integration.
   *
   * @param options the route, and the scope for constructs that the backend needs
   */
  protected abstract bindTarget(options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget;

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
  protected authorizeRoute(_options: HttpRouteIntegrationBindOptions): void {}

  /**
   * What is wrong with the integration on a route, beyond what holds for every backend. Called for every
   * route that uses the integration, before anything is created for it.
   */
  protected checkRoute(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /** Called for every route, by the CDK: override `authorizeRoute` instead. */
  protected completeBind(options: HttpRouteIntegrationBindOptions): void {
    const onRoute = this.boundRoute ?? options;
    if (this.boundResource !== undefined) {
      const problems = this.problemsOnRoute(onRoute);
      // Hardly ever: a further route costs little else.
      if (problems.length > 0) {
        this.report(onRoute, problems);
      }
    } else {
      this.boundResource = options.scope.node.findChild(this.constructId).node.defaultChild as CfnIntegration;
      applyBeyondL2(this.boundResource, this.commonOptions, this.boundTarget);
      this.mappings?.checkLate(this.boundResource);
    }
    this.authorizeRoute(onRoute);
  }

  private problemsOnRoute(options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    const problems = commonProblemsOnRoute(this.facts, options.route);
    add(problems, this.mappings?.problemsOnRoute(options) ?? []);
    add(problems, this.checkRoute(options));
    return problems;
  }

  /**
   * Adds warnings for what is doubtful, and throws one error with all that is wrong. What `checkRoute`
   * returns comes here by itself: this is for what shows only later.
   */
  protected report(options: HttpRouteIntegrationBindOptions, problems: IntegrationProblem[]): void {
    report(options.scope, () => this.subject(options), problems, this.identity.path);
  }

  /** Before the backend is asked, which would trip over what is missing. */
  private reportMissing(options: HttpRouteIntegrationBindOptions): void {
    const missing = missingArguments(this.requiredArguments());
    if (missing.length > 0) {
      this.report(options, missing);
    }
  }

  private subject({ route, scope }: HttpRouteIntegrationBindOptions): string {
    return `${this.constructor.name} "${this.constructId}" on route ${routeLabel(route)} at ${scope.node.path}`;
  }
}

/** An integration as the engine judges it. What holds a token is unknown, and left out. */
function integrationFacts(target: HttpIntegrationTarget, { timeout, description }: HttpIntegrationOptions): HttpIntegrationFacts {
  return {
    // JavaScript may well pass nothing where a URL belongs, such as a variable of the environment that is not set.
    url: isPublicHttp(target) && target.subtype === undefined ? known(target.uri ?? '') : undefined,
    timeoutInMillis: timeout?.isUnresolved() ? undefined : timeout?.toMilliseconds({ integral: false }),
    description: known(description),
  };
}

/** What is wrong with an integration on a route: a path that holds a token is unknown, and only a URL names parts of it. */
function commonProblemsOnRoute(facts: HttpIntegrationFacts, { path }: IHttpRoute): IntegrationProblem[] {
  return facts.url === undefined || Token.isUnresolved(path) ? [] : checkHttpIntegrationOnRoute(facts, { path }).map(fromEngine);
}

/** A route as a person would name it. The CDK sets the method before it binds, but does not publish it. */
function routeLabel(route: IHttpRoute): string {
  const { method } = route as { method?: string };
  return route.path === undefined ? '$default' : [method, route.path].filter(Boolean).join(' ');
}

function isPublicHttp({ type, connectionType }: HttpIntegrationTarget): boolean {
  return type === HttpIntegrationType.HTTP_PROXY && connectionType !== HttpConnectionType.VPC_LINK;
}

function known(value: string | undefined): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}
