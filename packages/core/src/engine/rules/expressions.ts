import { type Expression, printVariable, type SyntaxFault, type VariablePart } from '../expression/expression';
import type { Direction } from '../expression/mapping-entry';
import { SOURCES } from '../expression/parse';
import { CONTEXT_VARIABLES, contextVariable } from '../names/context-variables';
import { suggest } from '../names/suggest';
import { defineRules, type Problem, problem, type Rule } from '../problem';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The values of parameter mappings of HTTP APIs: expressions and the sources that they read. */
export const EXPRESSION_RULES = defineRules({
  MappingValueTooLong: {
    severity: 'error',
    summary: 'The value of a mapping entry has more than 512 characters.',
    source: AWS.model,
    evidence: 'documented',
  },
  ExpressionInvalid: {
    severity: 'error',
    summary: 'An expression has invalid syntax: an unclosed brace, a variable without a name, or an invalid JSONPath.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  JsonPathNotSupported: {
    severity: 'error',
    summary: 'A JSONPath uses recursive descent or a filter, which the service does not support.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  JsonPathDoubtful: {
    severity: 'warning',
    summary: 'A JSONPath uses bracket syntax, such as a slice, whose support is not documented.',
    source: AWS.mapping,
    evidence: 'derived',
  },
  SourceUnknown: {
    severity: 'error',
    summary: 'A source does not exist: it is misspelled, or belongs to the other kind of API.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  SourceNotInDirection: {
    severity: 'error',
    summary: 'A request mapping reads the response, or a response mapping reads the request.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  StageVariableInvalid: {
    severity: 'error',
    summary: 'A mapping reads a stage variable with an invalid name.',
    source: AWS.modelStages,
    evidence: 'documented',
  },
  ContextNameInvalid: {
    severity: 'error',
    summary: 'The name of a context variable contains characters that a mapping cannot read, such as the claim custom:role.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  ContextNotAValue: {
    severity: 'warning',
    summary: 'A context variable is an object, which cannot be mapped as a whole.',
    source: AWS.contextVariables,
    evidence: 'derived',
  },
  ContextNotYetKnown: {
    severity: 'warning',
    summary: 'A request mapping reads a context variable that has a value only after the backend has responded.',
    source: AWS.contextVariables,
    evidence: 'derived',
  },
  ContextUnknown: {
    severity: 'warning',
    summary: 'A context variable is not documented for HTTP APIs.',
    source: AWS.contextVariables,
    evidence: 'derived',
  },
});

const MAX_VALUE_CHARACTERS = 512;

/** Checks the value of a parameter mapping, independently of the route. */
export function checkExpression(value: string, { parts, faults }: Expression, direction: Direction): Problem[] {
  const problems: Problem[] = [];
  if (value.length > MAX_VALUE_CHARACTERS) {
    problems.push(
      problem(
        EXPRESSION_RULES.MappingValueTooLong,
        value,
        `the value has ${value.length} characters, but the service accepts at most ${MAX_VALUE_CHARACTERS}`,
        'shorten it, or pass the value to the backend in another way',
      ),
    );
  }
  for (const fault of faults) {
    const { rule, message, remedy } = FAULTS[fault.kind];
    problems.push(problem(rule, value, message, remedy, fault));
  }
  for (const part of parts) {
    if (part.kind === 'variable' && !part.faulty) {
      problems.push(...checkVariable(value, part, direction));
    }
  }
  return problems;
}

const FAULTS: Readonly<Record<SyntaxFault['kind'], { readonly rule: Rule; readonly message: string; readonly remedy: string }>> = {
  unclosed: { rule: EXPRESSION_RULES.ExpressionInvalid, message: 'the brace is not closed', remedy: 'add the }' },
  'stray-brace': {
    rule: EXPRESSION_RULES.ExpressionInvalid,
    message: 'this brace is unmatched',
    remedy: 'remove it, or add the matching brace; text cannot contain an unmatched brace',
  },
  'dollar-in-braces': {
    rule: EXPRESSION_RULES.ExpressionInvalid,
    message: 'there is no dollar sign inside the braces',
    remedy: 'write ${request.header.NAME}, not ${$request.header.NAME}',
  },
  'name-missing': {
    rule: EXPRESSION_RULES.ExpressionInvalid,
    message: 'the variable has no name',
    remedy: 'add a name, as in $request.header.x-user',
  },
  'json-path': {
    rule: EXPRESSION_RULES.ExpressionInvalid,
    message: 'the service does not accept this JSONPath',
    remedy: 'write names and indexes, as in $request.body.items[0].name',
  },
  'json-path-doubtful': {
    rule: EXPRESSION_RULES.JsonPathDoubtful,
    message: 'it is not documented whether the service accepts this form of JSONPath',
    remedy: 'write names and single indexes, as in $request.body.items[0].name',
  },
  'json-path-recursive': {
    rule: EXPRESSION_RULES.JsonPathNotSupported,
    message: 'the service does not support recursive descent (..)',
    remedy: 'write the whole path, as in $request.body.items[0].name',
  },
  'json-path-filter': {
    rule: EXPRESSION_RULES.JsonPathNotSupported,
    message: 'the service does not support filters (?())',
    remedy: 'use an index, as in $request.body.items[0].name, or filter in the backend',
  },
};

function checkVariable(value: string, part: VariablePart, direction: Direction): Problem[] {
  const { variable } = part;
  const other = direction === 'request' ? 'response' : 'request';
  if (variable.source === 'unknown') {
    return [unknownSource(value, part, direction)];
  }
  if (variable.source.startsWith(`${other}.`)) {
    const message = `a ${direction} mapping cannot read $${printVariable(variable)}`;
    const remedy =
      direction === 'request'
        ? 'a request mapping runs before there is a response'
        : 'let the backend return the value: a response mapping can read only the response, $context and $stageVariables';
    return [problem(EXPRESSION_RULES.SourceNotInDirection, value, message, remedy, part)];
  }
  if (variable.source === 'stageVariables' && !/^\w+$/.test(variable.name)) {
    const message = `${variable.name} is not a valid name for a stage variable`;
    return [problem(EXPRESSION_RULES.StageVariableInvalid, value, message, 'use letters, digits and underscores', part)];
  }
  return variable.source === 'context' ? checkContext(value, part, variable.name, direction) : [];
}

function unknownSource(value: string, part: VariablePart, direction: Direction): Problem {
  const text = printVariable(part.variable);
  const sources = SOURCES.filter((source) => !source.startsWith(direction === 'request' ? 'response' : 'request'));
  const corrected = correct(text, sources);
  const remedy =
    corrected === undefined
      ? `use one of ${sources.map((source) => `$${source}`).join(', ')}; plain text cannot begin with a dollar sign and a word`
      : `did you mean $${corrected}?`;
  return problem(EXPRESSION_RULES.SourceUnknown, value, `there is no source $${text}`, remedy, part);
}

/** The variable with the most similar valid source, of one word (`context`) or two (`request.header`). */
function correct(text: string, sources: readonly string[]): string | undefined {
  const words = text.split('.');
  for (const count of [1, 2]) {
    const candidates = sources.filter((source) => source.split('.').length === count);
    const suggestion = suggest(words.slice(0, count).join('.'), candidates);
    if (suggestion !== undefined) {
      return [suggestion, ...words.slice(count)].join('.');
    }
  }
  return undefined;
}

function checkContext(value: string, part: VariablePart, name: string, direction: Direction): Problem[] {
  const report = (rule: Rule, message: string, remedy: string) => [problem(rule, value, message, remedy, part)];
  if (!/^[A-Za-z0-9_.]+$/.test(name)) {
    return report(
      EXPRESSION_RULES.ContextNameInvalid,
      `$context.${name} cannot be mapped: its name may contain only letters, digits, dots and underscores`,
      'return the claim from a Lambda authorizer under a simple name, or read it from the token in the backend',
    );
  }
  switch (contextVariable(name)) {
    case 'object':
      return report(
        EXPRESSION_RULES.ContextNotAValue,
        `$context.${name} is an object, which cannot be mapped as a whole`,
        `map one of its fields, as in $context.${name}.NAME`,
      );
    case 'late':
      return direction === 'response'
        ? []
        : report(
            EXPRESSION_RULES.ContextNotYetKnown,
            `$context.${name} has a value only after the backend has responded`,
            'use it in a response mapping, or in the access log',
          );
    case 'unknown': {
      const suggestion = suggest(name, CONTEXT_VARIABLES);
      return report(
        EXPRESSION_RULES.ContextUnknown,
        `$context.${name} is not a documented context variable of HTTP APIs`,
        suggestion === undefined ? 'check the name: the service omits unknown variables' : `did you mean $context.${suggestion}?`,
      );
    }
    default:
      return [];
  }
}
