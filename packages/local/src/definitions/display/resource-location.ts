import type { Resource } from '../../template/values/resource';

/** Where a resource is written. */
export interface ResourceLocation {
  readonly logicalId: string;
  /** Construct path, when the assembly tells it. */
  readonly path?: string;
  /** Display name of the stack. */
  readonly stack: string;
  /** The template's file. */
  readonly file: string;
}

/** Where a resource is written. */
export function placeOf(resource: Resource): ResourceLocation {
  const { logicalId, path, template } = resource;
  return { logicalId, path, stack: template.stack, file: template.file };
}
