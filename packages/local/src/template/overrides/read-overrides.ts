import { readFileSync } from 'node:fs';
import { errorCode } from '@apigwv2-integrations/core/assembly';
import { UserError } from '../../user-error';
import type { Overrides } from './overrides';
import { type ParsedOverrides, parseOverrides } from './parse-overrides';

/**
 * Reads a file of overrides.
 *
 * @throws UserError that names file, key and remedy
 */
export function readOverrides(file: string): ParsedOverrides {
  return parseOverrides(parsed(file, textOf(file)), file);
}

/** Reads overrides of every kind in which they are given. */
export function allOverrides(given: string | Overrides | readonly (string | Overrides)[] | undefined): readonly ParsedOverrides[] {
  const list = given === undefined ? [] : isList(given) ? given : [given];
  return list.map((each) => (typeof each === 'string' ? readOverrides(each) : parseOverrides(each, 'the overrides')));
}

function isList(given: string | Overrides | readonly (string | Overrides)[]): given is readonly (string | Overrides)[] {
  return Array.isArray(given);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(`cannot read ${file} (${errorCode(error)}): pass a file of overrides, in JSON`);
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} is not valid JSON: ${why.replace(/\s+/g, ' ')}`);
  }
}
