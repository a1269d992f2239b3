import type { Route } from '../definitions/view/view';
import { type Line, span } from './line';
import { authorizationLine, dash, integrationLine, keyLine, mappingLines, permissionLine, targetLine } from './route-cells';
import { type Cell, type Column, type Row, table } from './table';
import { wrap } from './wrap';

const LABEL_WIDTH = 13;
/** Below this width a list has its labels on lines of their own. */
const MIN_LABELLED_WIDTH = 40;

interface Field extends Column {
  /** Minimum width in a table that has the mappings in a column. */
  readonly wideMinWidth: number;
  readonly cell: (route: Route) => Cell;
}

const KEY: Field = { title: 'ROUTE', minWidth: 16, wideMinWidth: 28, cell: (route) => [keyLine(route)] };
const INTEGRATION: Field = { title: 'INTEGRATION', minWidth: 12, wideMinWidth: 20, cell: (route) => [integrationLine(route)] };
const TARGET: Field = { title: 'TARGET', minWidth: 16, wideMinWidth: 28, cell: (route) => [targetLine(route.integration?.target)] };
const PAYLOAD: Field = { title: 'PAYLOAD', minWidth: 7, wideMinWidth: 7, cell: (route) => [[payload(route)]] };
const MAPPINGS: Field = { title: 'MAPPINGS', minWidth: 30, wideMinWidth: 30, cell: (route) => orDash(mappingLines(route.integration)) };
const PERMISSION: Field = { title: 'PERMISSION', minWidth: 10, wideMinWidth: 14, cell: (route) => [permissionLine(route)] };
const AUTHORIZER: Field = { title: 'AUTH', minWidth: 7, wideMinWidth: 12, cell: (route) => [authorizationLine(route)] };

/** One row for each route. A narrow terminal gets the mappings under their row, a very narrow one a list for each route. */
export function routesTable(routes: readonly Route[], width: number): readonly Line[] {
  const auth = routes.some((route) => route.authorization.type !== 'NONE') ? [AUTHORIZER] : [];
  const fields = [KEY, INTEGRATION, TARGET, PAYLOAD, MAPPINGS, PERMISSION, ...auth];
  const wide = fields.map((field) => ({ ...field, minWidth: field.wideMinWidth }));
  const narrow = fields.filter((field) => field !== MAPPINGS);
  return table(wide, rows(routes, wide, false), width) ?? table(narrow, rows(routes, narrow, true), width) ?? list(routes, fields, width);
}

function rows(routes: readonly Route[], fields: readonly Field[], mappingsUnder: boolean): readonly Row[] {
  return routes.map((route) => ({
    cells: fields.map(({ cell }) => cell(route)),
    under: mappingsUnder ? mappingLines(route.integration) : [],
  }));
}

function list(routes: readonly Route[], [, ...fields]: readonly Field[], width: number): readonly Line[] {
  const available = Math.max(width, 20);
  return routes.flatMap((route, index) => [
    ...(index === 0 ? [] : [[]]),
    ...wrap(keyLine(route), available, 2),
    ...fields.flatMap((field) => entry(field.title.toLowerCase(), field.cell(route), available)),
  ]);
}

/** `target  List`, or the label on a line of its own in a narrow terminal. */
function entry(title: string, cell: Cell, available: number): readonly Line[] {
  if (cell.every((content) => content.every(({ text }) => text === '-'))) {
    return [];
  }
  const labelled = available >= MIN_LABELLED_WIDTH;
  const indent = labelled ? LABEL_WIDTH + 2 : 4;
  const content = cell.flatMap((each) => wrap(each, available - indent, 2));
  return labelled
    ? content.map((each, index) => [span('  '), span((index === 0 ? title : '').padEnd(LABEL_WIDTH), 'dim'), ...each])
    : [[span('  '), span(title, 'dim')], ...content.map((each) => [span(' '.repeat(indent)), ...each])];
}

function payload(route: Route) {
  const version = route.integration?.payloadFormatVersion;
  return version === undefined ? dash() : span(version);
}

function orDash(lines: readonly Line[]): Cell {
  return lines.length === 0 ? [[dash()]] : lines;
}
