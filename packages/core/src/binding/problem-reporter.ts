import type { IConstruct } from 'constructs';
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
