import { readFileSync } from 'node:fs';
import { isObject, type JsonObject } from '../engine';

/** A cloud assembly or template that cannot be read. The message is one line with the file and the remedy. */
export class AssemblyError extends Error {
  public override readonly name = 'AssemblyError';
}

const YAML_START = /^(?:---|%YAML|AWSTemplateFormatVersion\s*:|Description\s*:|Transform\s*:|Parameters\s*:|Resources\s*:|#)/m;

/**
 * Reads a file that must contain a JSON object.
 *
 * @throws AssemblyError if it cannot be read or contains anything else
 */
export function readJson(file: string): JsonObject {
  const value = parse(file, readText(file));
  if (!isObject(value)) {
    throw new AssemblyError(`${file} holds no JSON object: pass a CloudFormation template or a cloud assembly folder`);
  }
  return value;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new AssemblyError(`cannot read ${file} (${errorCode(error)}): check the path, or run cdk synth again`);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (/\.ya?ml$/i.test(file) || YAML_START.test(text)) {
      throw new AssemblyError(
        `${file} is YAML and only JSON templates are read: pass the cdk.out folder of a CDK app, or convert it with cfn-flip --json ${file} template.json`,
      );
    }
    throw new AssemblyError(`${file} is not valid JSON: run cdk synth again, or check what wrote it`);
  }
}

/** The system's short code of a failed file operation, such as `ENOENT`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
