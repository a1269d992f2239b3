import { suggest } from '../names/suggest';
import type { Problem } from '../problem';
import { SERVICE_SUBTYPES, serviceSubtype } from '../services/subtypes';
import { tell } from './tell';

/** Whether an HTTP API knows the subtype. */
export function checkSubtype(subtype: string): Problem[] {
  if (serviceSubtype(subtype) !== undefined) {
    return [];
  }
  const names = SERVICE_SUBTYPES.map((service) => service.subtype);
  const meant = suggest(subtype, names);
  const remedy = meant === undefined ? `use one of ${names.join(', ')}` : `did you mean ${meant}?`;
  return [tell('SubtypeUnknown', subtype, `API Gateway documents no integration subtype ${JSON.stringify(subtype)}`, remedy)];
}
