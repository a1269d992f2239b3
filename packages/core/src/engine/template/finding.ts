import type { Problem } from '../problem';
import type { Resource } from './resource';
import type { PlacedProblem } from './template';

/** A problem and its location in a template. */
export interface Finding extends PlacedProblem {
  /** The expression in the template, such as `{"Fn::Sub": "..."}`, from which the value was computed. */
  readonly expression?: string;
  /** The construct path of the resource, if the template contains it. */
  readonly constructPath?: string;
}

/** Locates problems at a property of a resource, by its path below `Properties`. */
export function at(resource: Resource, path: string, problems: readonly Problem[]): Finding[] {
  return of(resource, `Properties/${path}`, problems);
}

/** Locates problems at any member of a resource. */
export function of(resource: Resource, path: string, problems: readonly Problem[]): Finding[] {
  const located = resource.origin?.locate(path) ?? { resource, property: path };
  const { logicalId, constructPath } = located.resource;
  const location = { logicalId, property: located.property, ...(constructPath === undefined ? {} : { constructPath }) };
  return problems.map((problem) => ({ ...problem, ...location }));
}
