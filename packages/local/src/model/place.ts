import type { Resource } from '../values/resource';
import type { Place } from './api';

/** Where a resource is written. */
export function placeOf(resource: Resource): Place {
  const { logicalId, path, template } = resource;
  return { logicalId, path, stack: template.stack, file: template.file };
}
