import { parseJsonPath } from '../expression/json-path';
import { defineRules, type Problem, problem } from '../problem';
import { at, type Finding } from '../template/finding';
import type { Resource } from '../template/resource';
import { literals } from './request-mappings';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Templates of WebSocket APIs and the expressions that select them. */
export const TEMPLATE_RULES = defineRules({
  TemplateSelectionInvalid: {
    severity: 'warning',
    summary: 'A template selection expression is not closed, or reads something other than the documented sources.',
    source: AWS.webSocketTransformations,
    evidence: 'derived',
  },
  TemplateSelectionUnmatched: {
    severity: 'warning',
    summary: 'A template selection expression always selects a template that does not exist.',
    source: AWS.webSocketTransformations,
    evidence: 'derived',
  },
  TemplateTooLong: {
    severity: 'warning',
    summary: 'A template has more than 32,768 characters; the service model and the developer guide disagree about the limit.',
    source: AWS.model,
    evidence: 'derived',
  },
});

const NON_PROXY = ['AWS', 'HTTP', 'MOCK'];
/** What a template makes: the request to the backend, or the message to the client. */
export type TemplateSide = 'request' | 'response';

/** Templates and what chooses among them, as far as they are known. */
export interface TemplateFacts {
  readonly side: TemplateSide;
  /** The selection expression; nothing if there is none, or if it is unknown. */
  readonly selection?: string;
  /** Keys and templates; nothing if not all keys are known. A template that is left out is unknown. */
  readonly templates?: readonly (readonly [string, string | undefined])[];
}

const MAX_TEMPLATE_CHARACTERS = 32_768;
/** An escaped dollar sign, a variable in braces or without, and a brace that does not close. */
const SPECIAL = /\\\$|\$\{([^}]*)\}|\$([A-Za-z][\w.[\]'"-]*)|(\$\{)/g;
const BODY = /^request\.body([.[].*)$/s;
const OF_ANSWER = /^integration\.response\.(?:statuscode|(?:multivalue)?header\.[^\s.{}$]+)$/;
const CATCH_ALL = '$default';

const REMEDIES: Readonly<Record<TemplateSide, string>> = {
  request: "write a template's key, \\$default, or ${request.body.NAME}",
  response:
    "write a template's key, \\$default, ${request.body.NAME}, ${integration.response.statuscode} or ${integration.response.header.NAME}",
};

/** What is wrong with templates and their choice. */
export function checkTemplates({ side, selection, templates = [] }: TemplateFacts): Problem[] {
  return [
    ...(selection === undefined
      ? []
      : checkTemplateSelection(
          side,
          selection,
          templates.map(([key]) => key),
        )),
    ...templates.flatMap(([key, template]) => checkTemplateLength(side, key, template)),
  ];
}

/**
 * What is wrong with what chooses a template.
 *
 * @param keys of the templates, none if they are not known
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-transformations.html
 */
export function checkTemplateSelection(side: TemplateSide, selection: string, keys: readonly string[]): Problem[] {
  const fault = faultOf(side, selection);
  if (fault !== undefined) {
    return [
      problem(
        TEMPLATE_RULES.TemplateSelectionInvalid,
        selection,
        `the template selection expression ${JSON.stringify(selection)} ${fault}`,
        REMEDIES[side],
      ),
    ];
  }
  const chosen = fixedText(selection);
  return chosen === undefined || keys.length === 0 || keys.includes(chosen) || keys.includes(CATCH_ALL)
    ? []
    : [
        problem(
          TEMPLATE_RULES.TemplateSelectionUnmatched,
          selection,
          `the template selection expression ${JSON.stringify(selection)} always chooses the ${side} template ${JSON.stringify(chosen)}, and there is none of that key: there is ${keys.map((key) => JSON.stringify(key)).join(', ')}`,
          `give the template the key ${JSON.stringify(chosen)}, or let the expression choose one that there is`,
        ),
      ];
}

/** The service model takes fewer characters than the developer guide's 300 KB: which of the two holds is not known. */
export function checkTemplateLength(side: TemplateSide, key: string, template: string | undefined): Problem[] {
  return template === undefined || template.length <= MAX_TEMPLATE_CHARACTERS
    ? []
    : [
        problem(
          TEMPLATE_RULES.TemplateTooLong,
          key,
          `the ${side} template ${JSON.stringify(key)} has ${template.length} characters, and the service's model takes ${MAX_TEMPLATE_CHARACTERS} at most`,
          'shorten it, or let a function do its work',
        ),
      ];
}

/** What is wrong with an expression by itself. `$default` alone is a key that some guides write without its backslash. */
function faultOf(side: TemplateSide, selection: string): string | undefined {
  if (selection === '') {
    return 'is empty';
  }
  if (selection === CATCH_ALL) {
    return undefined;
  }
  for (const [, braced, bare, open] of selection.matchAll(SPECIAL)) {
    if (open !== undefined) {
      return 'has a brace that is not closed';
    }
    const variable = braced ?? bare;
    if (variable !== undefined && !isSource(side, variable)) {
      return `reads ${variable === '' ? 'nothing' : variable}, which is no place that is documented for it`;
    }
  }
  return undefined;
}

function isSource(side: TemplateSide, variable: string): boolean {
  const [, path] = BODY.exec(variable) ?? [];
  return path === undefined ? side === 'response' && OF_ANSWER.test(variable) : parseJsonPath(path).fault === undefined;
}

/** What an expression without a variable gives. */
function fixedText(selection: string): string | undefined {
  if (selection === CATCH_ALL) {
    return selection;
  }
  const variables = [...selection.matchAll(SPECIAL)].some(([special]) => special !== '\\$');
  return variables ? undefined : selection.replaceAll('\\$', '$');
}

/** What makes the request of a WebSocket API's integration. A proxy integration has no use for it. */
export function checkRequestTemplates(resource: Resource): Finding[] {
  return NON_PROXY.includes(resource.text('IntegrationType') ?? '') ? checkTemplatesAt(resource, 'request', 'RequestTemplates') : [];
}

/** What makes the message to the client. */
export function checkResponseTemplates(response: Resource): Finding[] {
  return checkTemplatesAt(response, 'response', 'ResponseTemplates');
}

function checkTemplatesAt(resource: Resource, side: TemplateSide, property: string): Finding[] {
  const selection = resource.text('TemplateSelectionExpression');
  const templates = literals(resource.object(property));
  const keys = templates.map(([key]) => key);
  return [
    ...(selection === undefined ? [] : at(resource, 'TemplateSelectionExpression', checkTemplateSelection(side, selection, keys))),
    ...templates.flatMap(([key, template]) => at(resource, `${property}/${key}`, checkTemplateLength(side, key, template))),
  ];
}
