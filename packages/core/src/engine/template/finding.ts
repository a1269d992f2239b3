import type { Problem } from '../problem';
import type { Resource } from './resource';

export { problem } from '../rules/problem';

/** A problem and the place in a template that has it. */
export interface Finding extends Problem {
  readonly logicalId: string;
  /** From the resource down, such as `Properties/RequestParameters/append:header.x`. */
  readonly property: string;
  /** Where a CDK app made the resource, if the template says so. */
  readonly constructPath?: string;
}

/** Problems at a place of a resource; its path below `Properties`. */
export function at(resource: Resource, path: string, problems: readonly Problem[]): Finding[] {
  return of(resource, `Properties/${path}`, problems);
}

/** Problems of a resource as a whole, or of what it stands for. */
export function of({ logicalId, constructPath }: Resource, property: string, problems: readonly Problem[]): Finding[] {
  const place = { logicalId, property, ...(constructPath === undefined ? {} : { constructPath }) };
  return problems.map((problem) => ({ ...problem, ...place }));
}
