import { COMPUTE } from './compute';
import { GATEWAYS } from './gateways';
import type { IdentifierFormat } from './identifier-format';
import { MESSAGING } from './messaging';
import { NETWORK } from './network';
import { OPERATIONS } from './operations';
import { SECURITY } from './security';
import { STORAGE } from './storage';

const FORMS: ReadonlyMap<string, IdentifierFormat> = new Map(
  [COMPUTE, STORAGE, MESSAGING, NETWORK, GATEWAYS, SECURITY, OPERATIONS].flatMap((forms) => Object.entries(forms)),
);

/** What the identifiers of a resource type look like; undefined for a type of which that is not known here. */
export function formOf(type: string): IdentifierFormat | undefined {
  return FORMS.get(type);
}

/** Attributes of a resource type; undefined for a type of which they are not known here. */
export function knownAttributes(type: string | undefined): readonly string[] | undefined {
  const form = type === undefined ? undefined : FORMS.get(type);
  return form && Object.keys(form.attributes ?? {});
}

/** The resource types whose identifiers are known here. */
export function knownTypes(): Iterable<string> {
  return FORMS.keys();
}
