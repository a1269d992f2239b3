import { Token } from 'aws-cdk-lib';
import { type CfnIntegration, type HttpRouteIntegrationBindOptions, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  entriesOf,
  requestMappingProblems,
  requestMappingProblemsOnRoute,
  responseMappingProblems,
  serviceMappingProblems,
  serviceMappingProblemsOnRoute,
} from '../mapping/check';
import type { CachedEntry } from '../mapping/entry-cache';
import { addSynthCheck } from '../problems/deferred-errors';
import { lineOf } from '../problems/integration-error';
import type { IntegrationProblem } from '../problems/integration-problem';
import { warn } from '../problems/report';
import type { HttpIntegrationOptions } from './http-integration-options';
import type { HttpIntegrationTarget } from './http-integration-target';
import { mappingClashes, mergedMapping } from './merged-mapping';

/** Checks the mappings of one integration when it is bound, and what is added to them later at synth. */
export class MappingChecks {
  private readonly routes: HttpRouteIntegrationBindOptions[] = [];
  private readonly reported = new Set<string>();
  private checked: readonly string[] = [];
  /** The entries of the request mapping that depend on the route, at the time of the last check. */
  private routeEntries: readonly CachedEntry[] = [];

  public constructor(
    private readonly target: HttpIntegrationTarget,
    private readonly options: HttpIntegrationOptions,
  ) {}

  /** Problems that do not depend on the route. */
  public problems(): IntegrationProblem[] {
    this.checked = this.snapshot();
    const { parameterMapping, responseParameterMapping } = this.options;
    const problems = mappingClashes(this.target, parameterMapping);
    // A clash says which option sets each entry, which `HeaderTwice` of the merged mapping does not.
    const clashes = problems.length > 0;
    problems.push(...this.requestProblems().filter(({ code }) => !clashes || code !== 'HeaderTwice'));
    if (responseParameterMapping !== undefined) {
      problems.push(...responseMappingProblems(responseParameterMapping));
    }
    return this.markReported(problems);
  }

  /** Problems on a route. A path that contains a token is unknown. */
  public problemsOnRoute(options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    this.routes.push(options);
    return this.markReported(this.onRoute(options));
  }

  /** Checks at synthesis the entries that were added after binding, because they are included in the template. */
  public checkLate(resource: CfnIntegration): void {
    if (this.options.parameterMapping === undefined && this.options.responseParameterMapping === undefined) {
      return;
    }
    addSynthCheck(resource, () => {
      if (equal(this.snapshot(), this.checked)) {
        return [];
      }
      const before = new Set(this.reported);
      const unreported = (problems: IntegrationProblem[]) => problems.filter((problem) => !before.has(lineOf(problem)));
      return [
        ...warn(resource, unreported(this.problems())),
        ...this.routes.flatMap((options) => warn(options.scope, unreported(this.onRoute(options)), resource.node.path)),
      ];
    });
  }

  private requestProblems(): IntegrationProblem[] {
    const { subtype, resourceFacts } = this.target;
    const mapping = mergedMapping(this.target, this.options.parameterMapping) ?? new ParameterMapping();
    const entries = entriesOf(mapping.mappings);
    this.routeEntries = entries.filter((entry) => entry.readsPathVariable);
    return subtype === undefined
      ? requestMappingProblems(mapping, entries)
      : serviceMappingProblems(subtype, mapping, resourceFacts, entries);
  }

  private onRoute({ route }: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    if (this.routeEntries.length === 0 || Token.isUnresolved(route.path)) {
      return [];
    }
    // With a subtype, the keys are the service's own parameters.
    const check = this.target.subtype === undefined ? requestMappingProblemsOnRoute : serviceMappingProblemsOnRoute;
    return check(this.routeEntries, route.path);
  }

  private markReported(problems: IntegrationProblem[]): IntegrationProblem[] {
    for (const problem of problems) {
      this.reported.add(lineOf(problem));
    }
    return problems;
  }

  /** The current keys and values, in order. */
  private snapshot(): readonly string[] {
    const { parameterMapping, responseParameterMapping } = this.options;
    const texts: string[] = [];
    addTo(texts, parameterMapping?.mappings ?? {});
    for (const [status, entries] of Object.entries(responseParameterMapping?.mappings ?? {})) {
      texts.push(status);
      addTo(texts, entries);
    }
    return texts;
  }
}

function addTo(texts: string[], entries: Readonly<Record<string, string>>): void {
  for (const key of Object.keys(entries)) {
    texts.push(key, entries[key]);
  }
}

function equal(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index]);
}
