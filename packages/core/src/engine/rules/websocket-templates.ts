import { parseJsonPath } from '../expression/json-path';
import { defineRules, type Problem, problem } from '../problem';
import type { ApiGroup } from '../template/api';
import { at, type Finding } from '../template/finding';
import { asText, entriesOf, member } from '../template/json';
import type { Resource } from '../template/resource';
import { UNKNOWN_TEXT } from '../velocity';
import { SOURCES_OF_RULES as AWS } from './sources';
import { checkTemplateText, requestPrints, type TemplateUse } from './velocity-templates';

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
/** Whether a template creates the request to the backend or the message to the client. */
export type TemplateSide = 'request' | 'response';

/** Templates and their selection expression, as far as they are known. */
export interface TemplateFacts {
  readonly side: TemplateSide;
  /** The selection expression; undefined if there is none, or if it is unknown. */
  readonly selection?: string;
  /** Undefined if a key is unknown. */
  readonly templates?: readonly TemplateEntry[];
  /** The required output of the templates. */
  readonly use?: TemplateUse;
}

/** The key, the template (undefined if part of it is unknown), and the template with `UNKNOWN_TEXT` for its unknown parts. */
export type TemplateEntry = readonly [key: string, template: string | undefined, pattern?: string];

const MAX_TEMPLATE_CHARACTERS = 32_768;
/** An escaped dollar sign, a variable with or without braces, or an unclosed brace. */
const SPECIAL = /\\\$|\$\{([^}]*)\}|\$([A-Za-z][\w.[\]'"-]*)|(\$\{)/g;
const BODY = /^request\.body([.[].*)$/s;
const OF_ANSWER = /^integration\.response\.(?:statuscode|(?:multivalue)?header\.[^\s.{}$]+)$/;
const CATCH_ALL = '$default';

const REMEDIES: Readonly<Record<TemplateSide, string>> = {
  request: "write a template's key, \\$default, or ${request.body.NAME}",
  response:
    "write a template's key, \\$default, ${request.body.NAME}, ${integration.response.statuscode} or ${integration.response.header.NAME}",
};

/** Problems of templates and of their selection. */
export function checkTemplates({ side, selection, templates = [], use = {} }: TemplateFacts): Problem[] {
  return [
    ...(selection === undefined
      ? []
      : checkTemplateSelection(
          side,
          selection,
          templates.map(([key]) => key),
        )),
    ...templates.flatMap((entry) => checkTemplateEntry(side, entry, use)),
  ];
}

function checkTemplateEntry(side: TemplateSide, [key, template, pattern = template]: TemplateEntry, use: TemplateUse): Problem[] {
  const label = `${side} template ${JSON.stringify(key)}`;
  return [...checkTemplateLength(side, key, template), ...(pattern === undefined ? [] : checkTemplateText(label, pattern, use))];
}

/**
 * Problems of a template selection expression.
 *
 * @param keys The keys of the templates; undefined if they are unknown.
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
          `the template selection expression ${JSON.stringify(selection)} always selects the ${side} template ${JSON.stringify(chosen)}, which does not exist: the keys are ${keys.map((key) => JSON.stringify(key)).join(', ')}`,
          `give the template the key ${JSON.stringify(chosen)}, or change the expression to select an existing template`,
        ),
      ];
}

/** The service model allows fewer characters than the 300 KB of the developer guide. It is unknown which of the two applies. */
export function checkTemplateLength(side: TemplateSide, key: string, template: string | undefined): Problem[] {
  return template === undefined || template.length <= MAX_TEMPLATE_CHARACTERS
    ? []
    : [
        problem(
          TEMPLATE_RULES.TemplateTooLong,
          key,
          `the ${side} template ${JSON.stringify(key)} has ${template.length} characters, but the service model allows at most ${MAX_TEMPLATE_CHARACTERS}`,
          'shorten it, or use a function instead',
        ),
      ];
}

/** Problems of a selection expression. Some guides write `$default` without a backslash. */
function faultOf(side: TemplateSide, selection: string): string | undefined {
  if (selection === '') {
    return 'is empty';
  }
  if (selection === CATCH_ALL) {
    return undefined;
  }
  for (const [, braced, bare, open] of selection.matchAll(SPECIAL)) {
    if (open !== undefined) {
      return 'has an unclosed brace';
    }
    const variable = braced ?? bare;
    if (variable !== undefined && !isSource(side, variable)) {
      return `reads ${variable === '' ? 'nothing' : variable}, which is not a documented source`;
    }
  }
  return undefined;
}

function isSource(side: TemplateSide, variable: string): boolean {
  const [, path] = BODY.exec(variable) ?? [];
  return path === undefined ? side === 'response' && OF_ANSWER.test(variable) : parseJsonPath(path).fault === undefined;
}

/** The value of an expression without variables. */
function fixedText(selection: string): string | undefined {
  if (selection === CATCH_ALL) {
    return selection;
  }
  const variables = [...selection.matchAll(SPECIAL)].some(([special]) => special !== '\\$');
  return variables ? undefined : selection.replaceAll('\\$', '$');
}

/**
 * Checks the request templates of a WebSocket API's integration. A proxy integration does not use them.
 *
 * @param stageVariables the names of the API's stage variables; undefined if they are unknown
 */
export function checkRequestTemplates(resource: Resource, stageVariables?: readonly string[]): Finding[] {
  const type = resource.text('IntegrationType');
  const prints = requestPrints(type, JSON.stringify(resource.raw('IntegrationUri') ?? ''));
  return NON_PROXY.includes(type ?? '') ? checkTemplatesAt(resource, 'request', 'RequestTemplates', { prints, stageVariables }) : [];
}

/** Checks the response templates of an integration response. */
export function checkResponseTemplates(response: Resource, stageVariables?: readonly string[]): Finding[] {
  return checkTemplatesAt(response, 'response', 'ResponseTemplates', { stageVariables });
}

/** The names of the stage variables of an API; undefined if one of its stages is unknown. */
export function stageVariablesOf({ api, stages }: ApiGroup): string[] | undefined {
  const variables = stages.map((stage) => (stage.lacks('StageVariables') ? {} : stage.object('StageVariables')));
  return api === undefined || stages.length === 0 || variables.includes(undefined)
    ? undefined
    : variables.flatMap((names) => Object.keys(names as object));
}

function checkTemplatesAt(resource: Resource, side: TemplateSide, property: string, use: TemplateUse): Finding[] {
  const selection = resource.text('TemplateSelectionExpression');
  const templates = entriesOf(resource.object(property));
  const keys = templates.map(([key]) => key);
  return [
    ...(selection === undefined ? [] : at(resource, 'TemplateSelectionExpression', checkTemplateSelection(side, selection, keys))),
    ...templates.flatMap(([key, template]) =>
      at(resource, `${property}/${key}`, checkTemplateEntry(side, [key, asText(template), patternOf(template)], use)),
    ),
  ];
}

/** Returns a text with `UNKNOWN_TEXT` for values that CloudFormation determines. */
function patternOf(value: unknown): string | undefined {
  const sub = member(value, 'Fn::Sub');
  if (typeof sub === 'string') {
    return sub.replace(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, name: string) => (literal === '' ? UNKNOWN_TEXT : `\${${name}}`));
  }
  const join = member(value, 'Fn::Join');
  const [delimiter, parts]: unknown[] = Array.isArray(join) ? join : [];
  return typeof delimiter === 'string' && Array.isArray(parts)
    ? parts.map((part) => (typeof part === 'string' ? part : UNKNOWN_TEXT)).join(delimiter)
    : asText(value);
}
