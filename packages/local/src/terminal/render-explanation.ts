import type {
  AnyExplanation,
  ExplainedAuthorizer,
  ExplainedIntegration,
  ExplainedMappingEntry,
  Explanation,
  WebSocketExplanation,
} from '../explain/explanation';
import { type Line, lineWidth, printLine, span } from './line';
import { findingLines } from './render-checks';
import type { RenderOptions } from './render-routes';
import { methodSpans, permissionStyle } from './route-cells';
import { line, type Row, table } from './table';
import { wrap } from './wrap';

const LABEL_WIDTH = 13;
/** A value is not wrapped into a narrower column than this. */
const MIN_VALUE_WIDTH = 24;
const INDENT = span('  ');

/** Renders an explanation: what comes of the request or message first, then why, step by step. */
export function renderExplanation(explanation: AnyExplanation, options: RenderOptions = {}): string {
  const { color = false, width = Number.MAX_SAFE_INTEGER } = options;
  const lines = explanation.protocol === 'HTTP' ? requestLines(explanation, width) : messageLines(explanation, width);
  return `${[...lines, ...findings(explanation)].map((each) => printLine(each, color)).join('\n')}\n`;
}

function requestLines(explanation: Explanation, width: number): readonly Line[] {
  const { method, path, stage, cors, mapped, mapping = [], responseMapping = [] } = explanation;
  return [
    ...heading(explanation, methodSpans(`${method} ${path}`), 'HTTP API', width),
    ...candidates(explanation, width),
    ...section([
      ...fact('stage', stage === undefined ? [span('none', 'red')] : line(stage.name, span(`  path ${stage.rawPath}`, 'dim')), width),
      ...(cors === undefined ? [] : fact('CORS', line(cors.because), width)),
      ...(cors?.headers ?? []).flatMap(([name, value]) => fact('', line(span(`${name}: `, 'dim'), value), width)),
      ...(explanation.integration === undefined ? [] : authorizer(explanation.authorizer, width)),
    ]),
    ...mappingTable(mapping, width),
    ...section(mapping.length === 0 || mapped === undefined ? [] : request(mapped, width)),
    ...section(integration(explanation.integration, width)),
    ...responses(responseMapping, width),
  ];
}

function messageLines(explanation: WebSocketExplanation, width: number): readonly Line[] {
  const { event, message, path, stage, routeSelectionExpression, selectedKey, validation, template, mapping = [] } = explanation;
  const { returnsResponse, integrationResponses, frame } = explanation;
  return [
    ...heading(explanation, path === undefined ? line(span(message, 'bold')) : methodSpans(`GET ${path}`), 'WebSocket API', width),
    ...candidates(explanation, width),
    ...section([
      ...fact('stage', stage === undefined ? [span('none', 'red')] : line(stage.name), width),
      ...(event === 'CONNECT'
        ? authorizer(explanation.authorizer, width)
        : fact('route by', line(routeSelectionExpression, span(' = ', 'dim'), span(JSON.stringify(selectedKey), 'cyan')), width)),
      ...(validation === undefined ? [] : fact('model', line(validation.problem ?? 'the message is valid'), width)),
    ]),
    ...mappingTable(mapping, width),
    ...section(template === undefined ? [] : templateLines(template, width)),
    ...section([
      ...integration(explanation.integration, width),
      ...integrationResponses.flatMap(({ key, templates }, index) =>
        fact(index === 0 ? 'responses' : '', line(key, span(`  ${templates.join(', ') || 'no template'}`, 'dim')), width),
      ),
      ...(event === 'CONNECT' || explanation.route === undefined
        ? []
        : fact('client gets', line(returnsResponse ? 'the response' : 'no response'), width)),
      ...(frame === undefined ? [] : text('frame', frame, width)),
    ]),
  ];
}

/** The request, the API, and what comes of it. */
function heading({ api, answered, outcome }: AnyExplanation, subject: Line, kind: string, width: number): readonly Line[] {
  return [
    ...wrap([...subject, span('  '), span(api), span('  '), span(kind, 'cyan')], width, 2),
    ...indented(wrap(line(span(outcome, answered ? 'green' : 'red')), width - 2)),
  ];
}

function candidates({ candidates: found, otherRoutes }: AnyExplanation, width: number): readonly Line[] {
  const rows = found.map(({ route, selected, because, pathVariables = {} }): Row => {
    const values = Object.entries(pathVariables).map(([name, value]) => `${name}=${value}`);
    const result = selected ? [span('selected', 'green'), span(`: ${because}`)] : line(span(because, 'dim'));
    return { cells: [[methodSpans(route)], [result]], under: values.map((value) => line(span(value, 'cyan'))) };
  });
  const others =
    otherRoutes === 0
      ? []
      : [
          line(
            span(`${otherRoutes} ${rows.length === 0 ? '' : 'other '}${otherRoutes === 1 ? 'route does' : 'routes do'} not match`, 'dim'),
          ),
        ];
  const drawn =
    rows.length === 0
      ? []
      : (table(
          [
            { title: 'ROUTE', minWidth: 12 },
            { title: 'RESULT', minWidth: 20 },
          ],
          rows,
          width - 2,
        ) ?? listed(rows, width - 2));
  return section([...indented(drawn), ...indented(others)]);
}

/** The cells of each row below each other, for terminals that are too narrow for a table. */
function listed(rows: readonly Row[], width: number): readonly Line[] {
  return rows.flatMap(({ cells: [first = [], ...others], under }) => [
    ...first.flatMap((each) => wrap(each, width, 2)),
    ...[...others.flat().filter(isFilled), ...under].flatMap((each) => indented(wrap(each, Math.max(width - 2, 1), 2))),
  ]);
}

function isFilled(content: Line): boolean {
  return content.some(({ text }) => text !== '-');
}

function mappingTable(entries: readonly ExplainedMappingEntry[], width: number): readonly Line[] {
  const rows = entries.map(
    ({ key, expression, value, effect, problem }): Row => ({
      cells: [
        [line(key)],
        [expression === '' ? [span('-', 'dim')] : line(expression)],
        [value === undefined ? [span('-', 'dim')] : [span(JSON.stringify(value), 'cyan')]],
        [[span(effect, value === undefined && expression !== '' ? 'yellow' : undefined)]],
      ],
      under: problem === undefined ? [] : [line(span(problem, 'red'))],
    }),
  );
  const columns = ['MAPPING', 'EXPRESSION', 'VALUE', 'EFFECT'].map((title) => ({ title, minWidth: 14 }));
  return rows.length === 0 ? [] : section(indented(table(columns, rows, width - 2) ?? listed(rows, width - 2)));
}

function responses(entries: NonNullable<Explanation['responseMapping']>, width: number): readonly Line[] {
  const rows = entries.map(
    ({ statusCode, key, expression, value, problem }): Row => ({
      cells: [
        [line(statusCode)],
        [line(key)],
        [expression === '' ? [span('-', 'dim')] : line(expression)],
        [value === undefined ? [span('-', 'dim')] : [span(JSON.stringify(value), 'cyan')]],
      ],
      under: problem === undefined ? [] : [line(span(problem, 'red'))],
    }),
  );
  const columns = ['STATUS', 'RESPONSE MAPPING', 'EXPRESSION', 'VALUE'].map((title) => ({ title, minWidth: 6 }));
  return rows.length === 0 ? [] : section(indented(table(columns, rows, width - 2) ?? listed(rows, width - 2)));
}

function authorizer(explained: ExplainedAuthorizer | undefined, width: number): readonly Line[] {
  if (explained === undefined) {
    return fact('authorizer', line(span('none', 'dim')), width);
  }
  const { name, type, needs, missing } = explained;
  return [
    ...fact('authorizer', line(name, ...(type === 'IAM' ? [] : [span(`  ${type}`, 'dim')])), width),
    ...needs.flatMap((need, index) => fact(index === 0 ? '  needs' : '', line(need), width)),
    ...missing.flatMap((lack, index) => fact(index === 0 ? '  lacks' : '', line(span(lack, 'red')), width)),
  ];
}

function request({ method, path, query, headers }: NonNullable<Explanation['mapped']>, width: number): readonly Line[] {
  const parameters = query.map(([name, value]) => `${name}=${value}`).join('&');
  return [
    ...fact('mapped', line(`${method} ${path}${parameters === '' ? '' : `?${parameters}`}`), width),
    ...headers.flatMap(([name, value]) => fact('', line(span(`${name}: `, 'dim'), value), width)),
  ];
}

function templateLines(
  { selection, key, passthrough, body, problem }: NonNullable<WebSocketExplanation['template']>,
  width: number,
): readonly Line[] {
  const shown = key === undefined ? span(`none matches (${passthrough})`, 'yellow') : span(key);
  return [
    ...fact('template', line(shown, ...(selection === undefined ? [] : [span(`  by ${selection}`, 'dim')])), width),
    ...(problem === undefined ? [] : fact('', line(span(problem, 'red')), width)),
    ...(body === undefined ? [] : text('body', body, width)),
  ];
}

/** A text of several lines. Those that fit keep their indentation. */
function text(label: string, content: string, width: number): readonly Line[] {
  return content.split('\n').flatMap((each, index) => {
    const value = [span(each, 'cyan')];
    const shown = index === 0 ? label : '';
    return lineWidth(value) <= width - LABEL_WIDTH - 2 ? [[INDENT, ...labelled(shown), ...value]] : fact(shown, value, width);
  });
}

function integration(explained: ExplainedIntegration | undefined, width: number): readonly Line[] {
  if (explained === undefined) {
    return [];
  }
  const { name, kind, target, permission, permissionStatus, obstacle } = explained;
  return [
    ...(kind === 'unserved' ? [] : fact('integration', line(name, span(`  ${kind}`, 'dim')), width)),
    ...(kind === 'unserved' ? [] : fact('target', line(span(target, 'cyan')), width)),
    ...(permission === undefined ? [] : fact('permission', line(span(permission, permissionStyle(permissionStatus))), width)),
    ...(obstacle === undefined ? [] : fact('not served', line(span(obstacle, 'yellow')), width)),
  ];
}

function findings({ findings: found }: AnyExplanation): readonly Line[] {
  return found.length === 0
    ? [[], line(INDENT, span('check finds nothing on the way', 'dim'))]
    : found.flatMap((finding) => [[], ...indented(findingLines(finding))]);
}

/** `stage        $default`; further lines are indented. */
function fact(label: string, value: Line, width: number): readonly Line[] {
  const lines = wrap(value, Math.max(width - LABEL_WIDTH - 2, MIN_VALUE_WIDTH));
  return lines.map((each, index) => [INDENT, ...labelled(index === 0 ? label : ''), ...each]);
}

function labelled(label: string): Line {
  return [span(label.padEnd(LABEL_WIDTH), 'dim')];
}

/** Lines after an empty one; nothing without lines. */
function section(lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[], ...lines];
}

function indented(lines: readonly Line[]): readonly Line[] {
  return lines.map((each) => (each.length === 0 ? each : [INDENT, ...each]));
}

/** Output of `explain --json`. New members do not change the version. */
export type ExplanationJson = { readonly version: 1 } & AnyExplanation;

/** Renders an explanation as JSON. */
export function renderExplanationJson(explanation: AnyExplanation): string {
  const json: ExplanationJson = { version: 1, ...explanation };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}
