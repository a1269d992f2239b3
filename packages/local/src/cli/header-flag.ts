import { isHeaderName, isHeaderValue } from '../gateway/header';
import { UserError } from '../user-error';
import type { Flag, FlagValues } from './command';

/** The flag `-H`, which can be repeated. */
export function headerFlag(description: string): Flag {
  return { name: 'header', short: 'H', value: '<name: value>', description, repeatable: true };
}

/**
 * The headers of `-H`, those of one name as a list.
 *
 * @throws UserError for a value that is no header
 */
export function headersOf(flags: FlagValues): Record<string, string | string[]> {
  const headers = new Map<string, string[]>();
  for (const entry of listOf(flags, 'header')) {
    const [, name = '', value = ''] = /^([^:]*):\s*(.*)$/s.exec(entry) ?? [];
    if (!isHeaderName(name) || !isHeaderValue(value)) {
      throw new UserError(`--header is ${entry}, which must be <name>: <value>`, 'usage');
    }
    headers.set(name, [...(headers.get(name) ?? []), value]);
  }
  return Object.fromEntries(headers);
}

/** The values of a flag that can be repeated. */
export function listOf(flags: FlagValues, name: string): string[] {
  return [...((flags[name] as readonly string[] | undefined) ?? [])];
}
