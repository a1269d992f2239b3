import {
  type AssemblyFinding,
  asObject,
  checkTemplates,
  coverageOf,
  isObject,
  member,
  type Span,
  velocityExcerpt,
} from '@apigwv2-integrations/core/engine';
import { provideBuffer } from '../../../../inspector-page/src/evaluation/buffer';
import { type Expansion, expandTemplate } from '../../../../packages/local/src/template/expand-template';
import { parseYaml, YamlError } from '../../../../packages/local/src/template/yaml/parse-yaml';
import type { Analysis } from './analyze';
import { errorsFirst, type LocatedProblem } from './located-problem';

provideBuffer();

/** The logical ID of the API around a pasted OpenAPI document. */
const API = 'Api';
const DOCUMENT = ['Resources', API, 'Properties', 'Body'];

/** Checks a template of CloudFormation or SAM, or an OpenAPI document, as `apigwv2-local check` does. */
export function analyzeTemplate(source: string): Analysis {
  try {
    return check(source);
  } catch (error) {
    if (error instanceof YamlError) {
      const { line, column } = error.position;
      const at = spanAt(source, line, column);
      const problem = { message: `the text is neither YAML nor JSON: ${error.message}`, remedy: 'correct the text at the caret' };
      return { problems: [{ code: 'InputInvalid', severity: 'error', ...problem, at, excerpt: velocityExcerpt(source, at) }], results: [] };
    }
    throw error;
  }
}

function check(source: string): Analysis {
  const { body, position } = parseYaml(source);
  const isDocument = isObject(member(body, 'paths')) && member(body, 'Resources') === undefined;
  if (!isDocument && !isObject(member(body, 'Resources'))) {
    const message = 'the text has neither Resources, as a template has, nor paths, as an OpenAPI document has';
    return { problems: [{ code: 'InputInvalid', severity: 'error', message, remedy: 'paste a whole template' }], results: [] };
  }
  const template = isDocument
    ? {
        body: { Resources: { [API]: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body: asObject(body) } } } },
        position: (path: readonly string[]) =>
          position(DOCUMENT.every((name, index) => path[index] === name) ? path.slice(DOCUMENT.length) : []),
      }
    : { body: asObject(body), position };
  const expanded = expandTemplate({ ...template, assembly: '' });
  const templates = [{ ...expanded, id: 'template' }];
  const findings = checkTemplates(templates);
  const problems = findings.map((finding) => located(finding, expanded, source));
  return {
    problems: errorsFirst(problems),
    results: [{ title: 'Checked', text: coverage(templates, findings.length) }],
  };
}

function located(
  { code, severity, message, remedy, excerpt, logicalId, property }: AssemblyFinding,
  { locate }: Expansion,
  source: string,
): LocatedProblem {
  const position = locate(logicalId, property) ?? locate(logicalId);
  const at = position === undefined ? undefined : spanAt(source, position.line, position.column);
  const place = `${position === undefined ? '' : `line ${position.line}, `}${logicalId}: ${property.replace(/^Properties\//, '')}`;
  return { code, severity, message, remedy, excerpt, at, place };
}

/** From a position to the end of its line. */
function spanAt(source: string, line: number, column: number): Span {
  let start = 0;
  for (let number = 1; number < line; number++) {
    const next = source.indexOf('\n', start);
    if (next < 0) {
      break;
    }
    start = next + 1;
  }
  start = Math.min(start + column - 1, source.length);
  const end = source.indexOf('\n', start);
  return { start, end: Math.max(end < 0 ? source.length : end, start) };
}

function coverage(templates: Parameters<typeof coverageOf>[0], findings: number): string {
  const { apis, routes, notChecked } = coverageOf(templates);
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return [
    `${count(apis, 'API')} with ${count(routes, 'route')}: ${count(findings, 'finding')}.`,
    ...notChecked.map(({ logicalId, kind, reason }) => `Not checked: ${kind} ${logicalId ?? ''} (${reason}).`),
  ].join('\n');
}
