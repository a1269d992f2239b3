import { readFileSync, statSync } from 'node:fs';
import { isObject, type JsonObject } from '../engine';
import type { ParsedTemplate, TemplateParser } from './parsed-template';

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

/** Larger than any manifest or metadata file of an app. CloudFormation accepts templates of up to 1 MB. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/**
 * Reads a text file, without a byte order mark. Only regular files are read, because reading a pipe or a device may never end.
 *
 * @throws AssemblyError if it cannot be read
 */
export function readText(file: string): string {
  let text: string;
  try {
    const stats = statSync(file);
    if (!stats.isFile()) {
      throw new AssemblyError(`cannot read ${file}, which is not a regular file: run cdk synth again, or pass - to read standard input`);
    }
    if (stats.size > MAX_FILE_BYTES) {
      throw new AssemblyError(
        `cannot read ${file}, which has ${stats.size} bytes, more than ${MAX_FILE_BYTES}: pass a template or a cloud assembly folder`,
      );
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw error instanceof AssemblyError
      ? error
      : new AssemblyError(`cannot read ${file} (${errorCode(error)}): check the path, or run cdk synth again`);
  }
  return withoutByteOrderMark(text);
}

/** A template with what its parser says about its text. */
export interface TemplateText extends Partial<ParsedTemplate> {
  readonly body: JsonObject;
}

/**
 * Reads a template from a file, from standard input (`-`), or from a pipe of the shell such as `<(cdk synth --json)`.
 *
 * @param parser for text that is not JSON. @default only JSON is read
 * @throws AssemblyError if it cannot be read or contains anything but an object
 */
export function readTemplateText(source: string, kind: 'file' | 'pipe', parser?: TemplateParser): TemplateText {
  const shown = source === '-' ? 'standard input' : source;
  const text = kind === 'pipe' ? readPipe(source, shown) : readText(source);
  const { body, ...rest }: Partial<ParsedTemplate> = parser === undefined ? { body: parse(shown, text) } : parser(text, shown);
  if (!isObject(body)) {
    const kind = parser === undefined ? 'JSON object' : `object but ${describeContent(text, body)}`;
    throw new AssemblyError(`${shown} holds no ${kind}: pass a CloudFormation template`);
  }
  return { body, ...rest };
}

/** What a file holds that is no template. */
function describeContent(text: string, body: unknown): string {
  if (text.trim() === '') {
    return 'nothing';
  }
  // Bytes that are no UTF-8 become the replacement character.
  return /[\0\uFFFD]/.test(text) ? 'binary data' : Array.isArray(body) ? 'a list' : `the value ${JSON.stringify(body).slice(0, 40)}`;
}

function readPipe(source: string, shown: string): string {
  try {
    return withoutByteOrderMark(readFileSync(source === '-' ? 0 : source, 'utf8'));
  } catch (error) {
    throw new AssemblyError(`cannot read ${shown} (${errorCode(error)}): pass a file`);
  }
}

function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
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
