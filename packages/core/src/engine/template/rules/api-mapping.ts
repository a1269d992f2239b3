import { at, type Finding, problem } from '../finding';
import type { Resource } from '../resource';

const MAX_MAPPING_KEY_CHARACTERS = 300;

/** The path under which a custom domain offers an API; the empty one is the domain's root. */
export function checkApiMapping(mapping: Resource): Finding[] {
  const key = mapping.text('ApiMappingKey');
  return key === undefined || (/^[A-Za-z0-9$\-_.+!*'()/]*$/.test(key) && key.length <= MAX_MAPPING_KEY_CHARACTERS)
    ? []
    : at(mapping, 'ApiMappingKey', [
        problem(
          'ApiMappingKeyInvalid',
          key,
          `${JSON.stringify(key)} is no path of an API mapping`,
          `use letters, digits and $-_.+!*'()/, ${MAX_MAPPING_KEY_CHARACTERS} characters at most`,
        ),
      ]);
}
