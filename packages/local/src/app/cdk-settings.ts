import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { isObject } from '@apigwv2-integrations/core/engine';

/** The settings of a CDK project that decide where its app is and where its cloud assembly is written. */
export interface CdkSettings {
  /** Command that runs the app, or the folder of an assembly that is already there. @default `cdk.json` names none */
  readonly app?: string;
  /** Folder of the cloud assembly, relative to the project, or absolute. */
  readonly output: string;
}

/** Whether a folder is that of a CDK project. */
export function hasCdkSettings(directory: string): boolean {
  return existsSync(join(directory, 'cdk.json'));
}

/** Reads `cdk.json`. What is missing or cannot be read has the CDK's default: the CDK reports the mistakes in this file. */
export function readCdkSettings(directory: string): CdkSettings {
  const { app, output } = parse(join(directory, 'cdk.json'));
  return {
    // The CDK joins a list with spaces, too.
    app: Array.isArray(app) ? app.join(' ') : textOf(app),
    output: textOf(output) ?? 'cdk.out',
  };
}

/** The folder that a setting names. */
export function folderOf(directory: string, name: string): string {
  return isAbsolute(name) ? name : join(directory, name);
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // A command can be longer than a file name may be.
    return false;
  }
}

function parse(file: string): Readonly<Record<string, unknown>> {
  try {
    const settings: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(settings) ? settings : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
