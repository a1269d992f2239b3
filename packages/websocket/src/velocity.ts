import type { IntegrationProblem, WebSocketContextVariable } from '@apigwv2-integrations/core';
import { Token, Tokenization } from 'aws-cdk-lib';

/** A Velocity reference and its problems. */
export interface Reference {
  readonly text: string;
  readonly problems: readonly IntegrationProblem[];
}

/** A valid name in Velocity: https://velocity.apache.org/engine/1.7/vtl-reference.html */
const NAME = /^[a-z][\w-]*(?:\.[a-z][\w-]*)*$/i;

/** Characters with a special meaning in a Velocity template: references, directives and escapes. */
const VELOCITY = /[$#]|\\\\/g;

/** A reference to a context variable. */
export function contextVariable({ name }: WebSocketContextVariable): Reference {
  return named('context', name);
}

/** A reference to a stage variable. */
export function stageVariable(name: string): Reference {
  return named('stageVariables', name);
}

/**
 * Reads a field of a JSON message.
 *
 * @param form as JSON, or as a value that prints as text
 */
export function bodyField(jsonPath: string, form: 'json' | 'path' = 'json'): Reference {
  const text = literal(jsonPath);
  const problem = {
    code: 'TemplateReferenceInvalid',
    value: jsonPath,
    message: `a template cannot contain the JSONPath ${JSON.stringify(jsonPath)} unchanged`,
    remedy: 'write it with double quotes only, such as $.user["first name"], or write the whole value with custom',
  };
  return { text: `$input.${form}(${text ?? `'${jsonPath}'`})`, problems: text === undefined ? [problem] : [] };
}

/** Converts the literal parts and the tokens of a text separately, because the value of a token is not known yet. */
export function mapText(text: string, ofText: (part: string) => string, ofToken: (part: string) => string): string {
  let rest = text;
  let mapped = '';
  for (const token of Tokenization.reverseString(text).tokens.map(String)) {
    const at = rest.indexOf(token);
    mapped += ofText(rest.slice(0, at)) + ofToken(token);
    rest = rest.slice(at + token.length);
  }
  return mapped + ofText(rest);
}

function named(from: string, name: string): Reference {
  const problem = {
    code: 'TemplateReferenceInvalid',
    value: name,
    message: `a template cannot read ${JSON.stringify(name)} from ${from}: it is not a valid Velocity name`,
    remedy: 'use a name of letters, digits, hyphens and underscores, or write the whole value with custom',
  };
  return { text: `$${from}.${name}`, problems: NAME.test(name) || Token.isUnresolved(name) ? [] : [problem] };
}

/**
 * A string literal in Velocity, or undefined if the text cannot be written as one. Within single quotes, text is literal;
 * within double quotes, references and directives are replaced. Doubled quotes differ between Velocity versions.
 */
function literal(text: string): string | undefined {
  if (!text.includes("'")) {
    return `'${text}'`;
  }
  return /["\\#\r\n]|\$[a-z_!{]/i.test(text) ? undefined : `"${text}"`;
}

/** Text as a JSON string in a template. Characters that are special in Velocity are written as `\u` escapes. */
export function jsonText(text: string): string {
  const ofText = (part: string) =>
    JSON.stringify(part)
      .slice(1, -1)
      .replace(VELOCITY, ([character]) => byNumber(character));
  return `"${mapText(text, ofText, (token) => escaped(`'${token}'`))}"`;
}

/**
 * A reference whose value is inserted into a JSON string, escaped. `escapeJavaScript` also escapes single quotes, which
 * is invalid in JSON, so that escape is reverted.
 */
export function escaped(reference: string): string {
  return `$util.escapeJavaScript(${reference}).replaceAll("\\\\'","'")`;
}

function byNumber(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
