import { existsSync, readFileSync } from 'node:fs';
import { isObject } from '@apigwv2-integrations/core/engine';
import { UserError } from '../user-error';

/** The cloud assembly of the current folder: the `output` of its `cdk.json`, by default `cdk.out`. */
export function defaultAppPath(): string {
  const path = cdkOutput() ?? 'cdk.out';
  if (!existsSync(path)) {
    throw new UserError(`there is no ${path} in this folder: run cdk synth first, or pass a cloud assembly folder or a template file`);
  }
  return path;
}

function cdkOutput(): string | undefined {
  try {
    const settings: unknown = JSON.parse(readFileSync('cdk.json', 'utf8'));
    return isObject(settings) && typeof settings['output'] === 'string' && settings['output'] !== '' ? settings['output'] : undefined;
  } catch {
    return undefined;
  }
}
