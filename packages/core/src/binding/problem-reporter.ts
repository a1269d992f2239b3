import type { IConstruct } from 'constructs';
import { type BoundIntegration, defersErrors, throwOrDefer, unbound } from '../problems/deferred-errors';
import { type IntegrationError, isIntegrationError, lineOf } from '../problems/integration-error';
import type { IntegrationProblem } from '../problems/integration-problem';
import { report } from '../problems/report';
import type { IntegrationScope } from './integration-scope';

/** A route for messages: its key and its construct. */
export interface RouteSubject {
  readonly routeKey: string;
  readonly scope: IConstruct;
}

/** Reports the problems of one integration. The integrations of HTTP and WebSocket APIs share it. */
export class ProblemReporter {
  /** The deferred error because of which the integration has no construct. */
  private failure?: IntegrationError;
  private readonly deferred = new Set<string>();

  /**
   * @param integration The integration, whose class messages name.
   * @param id The construct ID of the integration.
   */
  public constructor(
    private readonly integration: object,
    private readonly id: string,
    private readonly scope: IntegrationScope,
  ) {}

  /** A description of the integration on a route. */
  public subject({ routeKey, scope }: RouteSubject): string {
    return `${this.integration.constructor.name} "${this.id}" on route ${routeKey} at ${scope.node.path}`;
  }

  /**
   * Runs the CDK's binding to a route. If the app defers errors, an integration that could not be bound to its first route
   * is not bound to further routes, where only other problems are reported.
   *
   * @param isCreated Whether the integration has a construct.
   * @param checkRoute Reports the problems on a further route.
   */
  public bind(scope: IConstruct, bind: () => BoundIntegration, isCreated: () => boolean, checkRoute: () => void): BoundIntegration {
    try {
      if (this.failure === undefined || !defersErrors(scope)) {
        return bind();
      }
      checkRoute();
      return unbound(this.failure);
    } catch (error) {
      const bound = throwOrDefer(scope, error);
      if (isIntegrationError(error)) {
        for (const problem of error.problems) {
          this.deferred.add(lineOf(problem));
        }
        this.failure ??= isCreated() ? undefined : error;
      }
      return bound;
    }
  }

  /** The problems that no deferred error contains. */
  public notDeferred(problems: readonly IntegrationProblem[]): IntegrationProblem[] {
    return problems.filter((problem) => !this.deferred.has(lineOf(problem)));
  }

  /**
   * Adds a warning for each problem that is not an error, and throws one error for all others.
   *
   * @param route Called only to throw, because to describe a route takes time.
   */
  public report(scope: IConstruct, route: () => RouteSubject, problems: readonly IntegrationProblem[]): void {
    report(scope, () => this.subject(route()), problems, this.scope.path);
  }

  /** Throws `ArgumentMissing` for each required argument that is undefined or null. */
  public reportMissing(scope: IConstruct, route: () => RouteSubject, required: { readonly [name: string]: unknown }): void {
    const problems = Object.entries(required)
      .filter(([, value]) => value === undefined || value === null)
      .map(([name, value]) => ({
        code: 'ArgumentMissing',
        value: String(value),
        message: `${name} is ${value}`,
        remedy: `pass ${name}, without which there is nothing to bind`,
      }));
    if (problems.length > 0) {
      this.report(scope, route, problems);
    }
  }
}
