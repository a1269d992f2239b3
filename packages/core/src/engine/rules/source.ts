import { type RuleCode, SEVERITIES } from '../catalogue/severities';
import type { Direction } from '../destination';
import { excerpt } from '../excerpt';
import { type Expression, printVariable, type VariablePart } from '../expression/expression';
import type { SyntaxFault } from '../expression/fault';
import { SOURCES } from '../expression/parse-variable';
import { CONTEXT_VARIABLES, contextVariable } from '../names/context-variables';
import { suggest } from '../names/suggest';
import type { Problem, Span } from '../problem';

const MAX_LENGTH = 512;

/** What is wrong with the value of a mapping, whatever the route. */
export function checkSource(value: string, expression: Expression, direction: Direction): Problem[] {
  const { parts, faults } = expression;
  const problems = checkLength(value);
  for (const fault of faults) {
    problems.push(ofFault(value, fault));
  }
  for (const part of parts) {
    if (part.kind === 'variable' && !part.faulty) {
      problems.push(...checkVariable(value, part, direction));
    }
  }
  for (const part of parts) {
    if (part.kind === 'variable' && part.form === 'bare' && parts.length > 1) {
      problems.push(besideText(value, part));
    }
  }
  return problems;
}

function checkLength(value: string): Problem[] {
  if (value.length <= MAX_LENGTH) {
    return [];
  }
  return [
    {
      code: 'MappingValueTooLong',
      severity: 'error',
      value,
      message: `the value has ${value.length} characters, and the service takes ${MAX_LENGTH} at most`,
      remedy: 'shorten it, or let the backend know it otherwise',
    },
  ];
}

const FAULTS: Record<SyntaxFault['kind'], { code: RuleCode; message: string; remedy: string }> = {
  unclosed: { code: 'ExpressionInvalid', message: 'the brace is not closed', remedy: 'add the }' },
  'dollar-in-braces': {
    code: 'ExpressionInvalid',
    message: 'there is no dollar sign inside the braces',
    remedy: 'write ${request.header.NAME}, not ${$request.header.NAME}',
  },
  'name-missing': { code: 'ExpressionInvalid', message: 'the variable has no name', remedy: 'name one, as in $request.header.x-user' },
  'json-path': {
    code: 'ExpressionInvalid',
    message: 'this is no JSONPath that the service takes',
    remedy: 'write names and indexes, as in $request.body.items[0].name',
  },
  'json-path-doubtful': {
    code: 'JsonPathDoubtful',
    message: 'whether the service takes this form of JSONPath is not documented',
    remedy: 'write names and single indexes, as in $request.body.items[0].name',
  },
  'json-path-recursive': {
    code: 'JsonPathNotSupported',
    message: 'the service has no recursive descent (..)',
    remedy: 'write the whole path, as in $request.body.items[0].name',
  },
  'json-path-filter': {
    code: 'JsonPathNotSupported',
    message: 'the service has no filters (?())',
    remedy: 'use an index, as in $request.body.items[0].name, or filter in the backend',
  },
};

function ofFault(value: string, fault: SyntaxFault): Problem {
  const { code, message, remedy } = FAULTS[fault.kind];
  return problem(SEVERITIES[code], code, value, fault, message, remedy);
}

function checkVariable(value: string, part: VariablePart, direction: Direction): Problem[] {
  const { variable } = part;
  const other = direction === 'request' ? 'response' : 'request';
  if (variable.source === 'unknown') {
    return [unknownSource(value, part, direction)];
  }
  if (variable.source.startsWith(`${other}.`)) {
    const remedy =
      direction === 'request'
        ? 'a request mapping runs before there is a response'
        : 'carry it over by the backend: a response mapping sees the response, $context and $stageVariables';
    return [
      problem('error', 'SourceNotInDirection', value, part, `a ${direction} mapping cannot read $${printVariable(variable)}`, remedy),
    ];
  }
  if (variable.source === 'stageVariables' && !/^\w+$/.test(variable.name)) {
    return [
      problem(
        'error',
        'StageVariableInvalid',
        value,
        part,
        `${variable.name} is no name of a stage variable`,
        'use letters, digits and underscores',
      ),
    ];
  }
  return variable.source === 'context' ? checkContext(value, part, variable.name, direction) : [];
}

function unknownSource(value: string, part: VariablePart, direction: Direction): Problem {
  const text = printVariable(part.variable);
  const sources = SOURCES.filter((source) => !source.startsWith(direction === 'request' ? 'response' : 'request'));
  const corrected = correct(text, sources);
  const remedy =
    corrected === undefined
      ? `use one of ${sources.map((source) => `$${source}`).join(', ')}; if plain text is meant, it cannot begin with a dollar sign and a word`
      : `did you mean $${corrected}?`;
  return problem('error', 'SourceUnknown', value, part, `there is no source $${text}`, remedy);
}

/** The variable with the source that it most likely means, be that one word (`context`) or two (`request.header`). */
function correct(text: string, sources: readonly string[]): string | undefined {
  const words = text.split('.');
  for (const count of [1, 2]) {
    const candidates = sources.filter((source) => source.split('.').length === count);
    const meant = suggest(words.slice(0, count).join('.'), candidates);
    if (meant !== undefined) {
      return [meant, ...words.slice(count)].join('.');
    }
  }
  return undefined;
}

function checkContext(value: string, part: VariablePart, name: string, direction: Direction): Problem[] {
  if (!/^[A-Za-z0-9_.]+$/.test(name)) {
    return [
      problem(
        'error',
        'ContextNameInvalid',
        value,
        part,
        `$context.${name} cannot be mapped: only letters, digits, dots and underscores may stand in the name`,
        'let a Lambda authorizer pass the claim on under a plain name, or read it from the token in the backend',
      ),
    ];
  }
  const warn = (code: RuleCode, message: string, remedy: string) => [problem('warning', code, value, part, message, remedy)];
  switch (contextVariable(name)) {
    case 'object':
      return warn(
        'ContextNotAValue',
        `$context.${name} is an object, which gives no value`,
        `name one of its fields, as in $context.${name}.NAME`,
      );
    case 'late':
      return direction === 'response'
        ? []
        : warn('ContextNotYetKnown', `$context.${name} is known only once the backend has answered`, 'map it in a response, or log it');
    case 'unknown': {
      const meant = suggest(name, CONTEXT_VARIABLES);
      const remedy =
        meant === undefined ? 'check the name: the service leaves out what it does not know' : `did you mean $context.${meant}?`;
      return warn('ContextUnknown', `$context.${name} is no documented context variable of HTTP APIs`, remedy);
    }
    default:
      return [];
  }
}

function besideText(value: string, part: VariablePart): Problem {
  return problem(
    'warning',
    'BareVariableBesideText',
    value,
    part,
    `$${printVariable(part.variable)} stands beside other text without braces, and may be taken for text`,
    `write \${${printVariable(part.variable)}}`,
  );
}

function problem(severity: Problem['severity'], code: RuleCode, value: string, span: Span, message: string, remedy: string): Problem {
  return { code, severity, value, message, remedy, excerpt: excerpt(value, span) };
}
