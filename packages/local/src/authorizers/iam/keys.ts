import { readFileSync } from 'node:fs';
import { UserError } from '../../user-error';

/**
 * Parses the values of `--iam-key`: `<access key id>=<secret>`, `env` for the variables of the shell, or `file:<path>` for
 * a file with lines of the form `<access key id>=<secret>`, or for a credentials file of AWS.
 *
 * @throws UserError for any other value. Its message contains no secret.
 */
export function parseIamKeys(
  values: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> | undefined {
  const keys = values.flatMap((value) => {
    if (value === 'env') {
      return [keyOfEnvironment(env)];
    }
    return value.startsWith('file:') ? keysOfFile(value.slice('file:'.length)) : [parseKey(value, '--iam-key')];
  });
  return keys.length === 0 ? undefined : Object.fromEntries(keys);
}

type Key = readonly [id: string, secret: string];

function keyOfEnvironment({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }: Readonly<Record<string, string | undefined>>): Key {
  if (!id || !secret) {
    throw new UserError('--iam-key env needs the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY', 'usage');
  }
  return [id, secret];
}

function keysOfFile(path: string): readonly Key[] {
  const lines = readFile(path)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[#;[]/.test(line));
  const keys: Key[] = [];
  let id: string | undefined;
  for (const line of lines) {
    const [name = '', ...rest] = line.split('=');
    const value = rest.join('=').trim();
    switch (name.trim().toLowerCase()) {
      case 'aws_access_key_id':
        id = value;
        break;
      case 'aws_secret_access_key':
        if (id === undefined) {
          throw new UserError(`${path} has an aws_secret_access_key without an aws_access_key_id before it`);
        }
        keys.push([id, value]);
        id = undefined;
        break;
      default:
        if (!/^(?:aws_|region$|output$)/i.test(name.trim())) {
          keys.push(parseKey(line, path));
        }
    }
  }
  if (keys.length === 0) {
    throw new UserError(`${path} has no keys: write a line <access key id>=<secret> for each`);
  }
  return keys;
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`--iam-key: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function parseKey(text: string, where: string): Key {
  const [, id, secret] = /^\s*([A-Za-z0-9]{4,128})\s*=\s*(\S+)\s*$/.exec(text) ?? [];
  if (id === undefined || secret === undefined) {
    throw new UserError(`${where} must be <access key id>=<secret>, env or file:<path>`, 'usage');
  }
  return [id, secret];
}
