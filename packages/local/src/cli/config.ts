import { existsSync, readFileSync } from 'node:fs';
import { isObject, suggest } from '@apigwv2-integrations/core/engine';
import { UserError } from '../user-error';
import type { Command, Flag, FlagValues } from './command';

/** Read from the current folder if it exists. */
const DEFAULT_FILE = 'apigwv2-local.json';

/** The settings of a configuration file for one command. */
export interface Configuration {
  readonly path?: string;
  readonly flags: FlagValues;
}

/**
 * Reads the configuration file. Its members are `path` and the flags of all commands, by name without dashes; those of other
 * commands are ignored.
 *
 * @param file named by `--config`
 * @throws UserError for a file that cannot be read, an unknown member, or a value of another type
 */
export function readConfiguration(file: string | undefined, command: Command, commands: readonly Command[]): Configuration {
  if (file === undefined && !existsSync(DEFAULT_FILE)) {
    return { flags: {} };
  }
  const shown = file ?? DEFAULT_FILE;
  const settings = parse(shown);
  const known = new Map(commands.flatMap(({ flags }) => flags).map((flag) => [flag.name, flag]));
  const values: Record<string, FlagValues[string]> = {};
  for (const [name, value] of Object.entries(settings)) {
    const flag = known.get(name);
    if (flag === undefined && name !== 'path' && name !== '$schema') {
      const nearest = suggest(name, ['path', ...known.keys()]);
      throw new UserError(`${shown} has the unknown member ${name}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}`);
    }
    if (flag !== undefined && command.flags.some((own) => own.name === name)) {
      values[name] = flagValueOf(flag, value, shown);
    }
  }
  const { path } = settings;
  if (path !== undefined && typeof path !== 'string') {
    throw new UserError(`path in ${shown} must be a string`);
  }
  return { path, flags: values };
}

function parse(file: string): Readonly<Record<string, unknown>> {
  let settings: unknown;
  try {
    settings = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`cannot read the configuration file ${file}: ${(error as Error).message}`);
  }
  if (!isObject(settings)) {
    throw new UserError(`the configuration file ${file} must contain a JSON object`);
  }
  return settings;
}

function flagValueOf(flag: Flag, value: unknown, file: string): FlagValues[string] {
  if (typeof value === 'boolean' && (flag.value === undefined || hasOptionalValue(flag))) {
    return value;
  }
  if (flag.value !== undefined && flag.repeatable === true) {
    if (isObject(value) && Object.values(value).every(isScalar)) {
      return Object.entries(value).map(([name, each]) => `${name}=${String(each)}`);
    }
    if (Array.isArray(value) && value.every(isScalar)) {
      return value.map(String);
    }
  }
  if (flag.value !== undefined && flag.repeatable !== true && isScalar(value)) {
    return String(value);
  }
  throw new UserError(`${flag.name} in ${file} must be ${expectedType(flag)}`);
}

function hasOptionalValue({ value }: Pick<Flag, 'value'>): boolean {
  return /^\[[^\]]*\]$/.test(value ?? '');
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function expectedType({ value, repeatable }: Flag): string {
  if (value === undefined) {
    return 'true or false';
  }
  if (hasOptionalValue({ value })) {
    return 'true, false, a string or a number';
  }
  return repeatable === true ? 'a list of strings, or an object of strings' : 'a string or a number';
}

/** The JSON schema of configuration files, for editors. */
export function configurationSchema(commands: readonly Command[]): object {
  const flags = new Map(commands.flatMap(({ name, flags: own }) => own.map((flag) => [flag.name, { flag, command: name }] as const)));
  const properties = Object.fromEntries([...flags].map(([name, { flag }]) => [name, flagSchema(flag)]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of apigwv2-local',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      path: { type: 'string', description: 'cloud assembly folder or template file' },
      ...properties,
    },
  };
}

function flagSchema({ value, repeatable, choices, description }: Flag): object {
  const scalar = { type: hasOptionalValue({ value }) ? ['boolean', 'string', 'number'] : ['string', 'number'] };
  if (value === undefined) {
    return { type: 'boolean', description };
  }
  if (repeatable === true) {
    return {
      description,
      anyOf: [
        { type: 'array', items: scalar },
        { type: 'object', additionalProperties: scalar },
      ],
    };
  }
  return choices === undefined ? { ...scalar, description } : { enum: choices, description };
}
