import type { Route } from '../definitions/display/api';
import { type Line, span } from './line';
import { authorizationLine, dash, integrationLine, keyLine, mappingLines, permissionLine, targetLine } from './route-cells';
import { type Cell, type Column, type Row, table } from './table';
import { wrap } from './wrap';

const LABEL = 13;
const MAY_STAND_BESIDE = 40;

interface Field extends Column {
  /** Width below which the field only wraps well when the mappings do not stand beside it. */
  readonly good: number;
  readonly cell: (route: Route) => Cell;
}

const KEY: Field = { title: 'ROUTE', least: 16, good: 28, cell: (route) => [keyLine(route)] };
const INTEGRATION: Field = { title: 'INTEGRATION', least: 12, good: 20, cell: (route) => [integrationLine(route)] };
const TARGET: Field = { title: 'TARGET', least: 16, good: 28, cell: (route) => [targetLine(route.integration?.target)] };
const PAYLOAD: Field = { title: 'PAYLOAD', least: 7, good: 7, cell: (route) => [[payload(route)]] };
const MAPPINGS: Field = { title: 'MAPPINGS', least: 30, good: 30, cell: (route) => orDash(mappingLines(route.integration)) };
const PERMISSION: Field = { title: 'PERMISSION', least: 10, good: 14, cell: (route) => [permissionLine(route)] };
const AUTHORIZER: Field = { title: 'AUTH', least: 7, good: 12, cell: (route) => [authorizationLine(route)] };

/** A row a route; in a narrower terminal the mappings go under their row, in a very narrow one each route becomes a list. */
export function routesTable(routes: readonly Route[], width: number): readonly Line[] {
  const auth = routes.some((route) => route.authorization.type !== 'NONE') ? [AUTHORIZER] : [];
  const fields = [KEY, INTEGRATION, TARGET, PAYLOAD, MAPPINGS, PERMISSION, ...auth];
  const wide = fields.map((field) => ({ ...field, least: field.good }));
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
  const room = Math.max(width, 20);
  return routes.flatMap((route, index) => [
    ...(index === 0 ? [] : [[]]),
    ...wrap(keyLine(route), room, 2),
    ...fields.flatMap((field) => entry(field.title.toLowerCase(), field.cell(route), room)),
  ]);
}

/** `target  List`, or the label on a line of its own where there is no room beside it. */
function entry(title: string, cell: Cell, room: number): readonly Line[] {
  if (cell.every((content) => content.every(({ text }) => text === '-'))) {
    return [];
  }
  const beside = room >= MAY_STAND_BESIDE;
  const by = beside ? LABEL + 2 : 4;
  const content = cell.flatMap((each) => wrap(each, room - by, 2));
  return beside
    ? content.map((each, index) => [span('  '), span((index === 0 ? title : '').padEnd(LABEL), 'dim'), ...each])
    : [[span('  '), span(title, 'dim')], ...content.map((each) => [span(' '.repeat(by)), ...each])];
}

function payload(route: Route) {
  const version = route.integration?.payloadFormatVersion;
  return version === undefined ? dash() : span(version);
}

function orDash(lines: readonly Line[]): Cell {
  return lines.length === 0 ? [[dash()]] : lines;
}
