import { suggest } from '../names/suggest';
import type { Problem } from '../problem';
import { SERVICE_SUBTYPES } from '../services/subtypes';
import { problem } from './problem';

/** What is wrong with a subtype that is not in the table. */
export function unknownSubtype(subtype: string): Problem {
  const names = SERVICE_SUBTYPES.map((service) => service.subtype);
  const meant = suggest(subtype, names);
  const remedy = meant === undefined ? `use one of ${names.join(', ')}` : `did you mean ${meant}?`;
  return problem('SubtypeUnknown', subtype, `API Gateway documents no integration subtype ${JSON.stringify(subtype)}`, remedy);
}
