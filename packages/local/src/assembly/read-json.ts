import { readFileSync } from 'node:fs';
import { isObject, type JsonObject } from '@apigwv2-integrations/core/engine';
import { UserError } from '../user-error';

const YAML_START = /^(?:---|%YAML|AWSTemplateFormatVersion\s*:|Description\s*:|Transform\s*:|Parameters\s*:|Resources\s*:|#)/m;

/** Reads a file that must hold a JSON object; what is wrong with it is told in one line. */
export function readJson(file: string): JsonObject {
  const text = readText(file);
  const value = parse(file, text);
  if (!isObject(value)) {
    throw new UserError(`${file} holds no JSON object: pass a CloudFormation template or a cloud assembly folder`);
  }
  return value;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(`cannot read ${file} (${reason(error)}): check the path, or run cdk synth again`);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (/\.ya?ml$/i.test(file) || YAML_START.test(text)) {
      throw new UserError(
        `${file} is YAML and only JSON templates are read: pass the cdk.out folder of a CDK app, or convert it with cfn-flip --json ${file} template.json`,
      );
    }
    throw new UserError(`${file} is not valid JSON: run cdk synth again, or check what wrote it`);
  }
}

/** The system's short code for a failed file operation. */
export function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
