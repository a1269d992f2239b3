import type { IntegrationProblem, WebSocketContextVariable } from '@apigwv2-integrations/core';
import { Token, Tokenization } from 'aws-cdk-lib';

/** A reference in a template's language, and what is wrong with it. */
export interface Reference {
  readonly text: string;
  readonly problems: readonly IntegrationProblem[];
}

/** What the language takes for a name: https://velocity.apache.org/engine/1.7/vtl-reference.html */
const NAME = /^[a-z][\w-]*(?:\.[a-z][\w-]*)*$/i;

/** Reads a variable of the request's context. */
export function contextVariable({ name }: WebSocketContextVariable): Reference {
  return named('context', name);
}

/** Reads a variable of the stage. */
export function stageVariable(name: string): Reference {
  return named('stageVariables', name);
}

/** Reads a field of a JSON message, as JSON. */
export function bodyField(jsonPath: string): Reference {
  const text = literal(jsonPath);
  const problem = {
    code: 'TemplateReferenceInvalid',
    value: jsonPath,
    message: `no text of a template can hold the JSONPath ${JSON.stringify(jsonPath)} as it is`,
    remedy: 'write it with double quotes alone, such as $.user["first name"], or write the whole value with custom',
  };
  return { text: `$input.json(${text ?? `'${jsonPath}'`})`, problems: text === undefined ? [problem] : [] };
}

/** A text for the service with what becomes of its own parts, and of its tokens, whose text is not known yet. */
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
    message: `no template can read ${JSON.stringify(name)} of ${from}: it is no name there`,
    remedy: 'take one of letters, digits, hyphens and underscores, or write the whole value with custom',
  };
  return { text: `$${from}.${name}`, problems: NAME.test(name) || Token.isUnresolved(name) ? [] : [problem] };
}

/**
 * A text that stands for itself. Single quotes do that; between double quotes, references and directives are
 * replaced. A doubled quote is not the same in all versions of the language.
 */
function literal(text: string): string | undefined {
  if (!text.includes("'")) {
    return `'${text}'`;
  }
  return /["\\#\r\n]|\$[a-z_!{]/i.test(text) ? undefined : `"${text}"`;
}
