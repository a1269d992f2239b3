import type { Resource } from '../../template/values/resource';

/** Where a resource is written. */
export interface Place {
  readonly logicalId: string;
  /** Construct path, when the assembly tells it. */
  readonly path?: string;
  /** Display name of the stack. */
  readonly stack: string;
  /** The template's file. */
  readonly file: string;
}

/** Where a resource is written. */
export function placeOf(resource: Resource): Place {
  const { logicalId, path, template } = resource;
  return { logicalId, path, stack: template.stack, file: template.file };
}
