import { type Round, ratios, type Spread, spreadOf } from '../harness/pairs';
import { type Row, shown, table } from '../harness/report';
import type { SubjectName } from './subjects';

/** The measurements of a subject in one round. */
export interface Sample {
  readonly requestsPerSecond: number;
  readonly cpuMicros: number;
  readonly startMillis: number;
}

type Rounds = readonly Round<SubjectName, Sample>[];

/** A ratio that must be reached. */
interface Target {
  readonly of: SubjectName;
  readonly to: SubjectName;
  readonly field: keyof Sample;
  readonly min?: number;
  readonly max?: number;
}

const RATE = 'requestsPerSecond';

const TARGETS: readonly Target[] = [
  { of: 'gateway, function', to: 'serverless-offline', field: RATE, min: 8 },
  { of: 'gateway, function', to: 'node:http with a child process', field: RATE, min: 0.75 },
  { of: 'gateway, function', to: 'node:http with a child process', field: 'cpuMicros', max: 1.4 },
  { of: 'gateway, proxy with a mapping', to: 'plain undici proxy', field: RATE, min: 0.8 },
  { of: 'gateway, function', to: 'serverless-offline', field: 'startMillis', max: 0.25 },
];

/** Further ratios, without a target. */
const PAIRS: readonly (readonly [SubjectName, SubjectName])[] = [
  ['gateway, function', 'serverless-offline'],
  ['gateway, function, 50 environments', 'serverless-offline'],
  ['gateway, function', 'node:http with a child process'],
  ['gateway, function', 'node:http, one request at a time in each child process'],
  ['gateway, function, 50 environments', 'node:http with a child process'],
  ['gateway, function', 'node:http'],
  ['gateway, function, 1 connection', 'MiniStack, 1 connection'],
  ['gateway, proxy with a mapping', 'plain undici proxy'],
];

const FIELDS: Readonly<Record<keyof Sample, string>> = {
  requestsPerSecond: 'requests per second',
  cpuMicros: 'CPU time per request',
  startMillis: 'start to first response',
};

/** Targets, ratios, and the figures behind them. */
export function report(rounds: Rounds): string[] {
  return [
    ...table([['server', 'compared with', 'figure', 'ratio', 'target', 'result'], ...TARGETS.map((target) => targetRow(rounds, target))]),
    '',
    'All ratios:',
    '',
    ...table([['server', 'compared with', ...Object.values(FIELDS)], ...PAIRS.map((pair) => ratioRow(rounds, pair))]),
    '',
    'Absolute figures:',
    '',
    ...table([['server', 'requests per second', 'CPU time per request, us', 'start to first response, ms'], ...figureRows(rounds)]),
  ];
}

function targetRow(rounds: Rounds, { of, to, field, min, max }: Target): Row {
  const ratio = between(rounds, of, to, field);
  const isMet = (min === undefined || ratio.median >= min) && (max === undefined || ratio.median <= max);
  const bound = min === undefined ? `at most ${max}` : `at least ${min}`;
  return [of, to, FIELDS[field], cell(ratio), bound, isMet ? 'met' : '**missed**'];
}

function ratioRow(rounds: Rounds, [of, to]: readonly [SubjectName, SubjectName]): Row {
  return [of, to, ...fields().map((field) => cell(between(rounds, of, to, field)))];
}

function figureRows(rounds: Rounds): Row[] {
  const names = Object.keys(rounds[0] ?? {}) as SubjectName[];
  return names.map((name) => [name, ...fields().map((field) => shown(spreadOf(rounds.map((round) => round[name][field])), 0))]);
}

function between(rounds: Rounds, of: SubjectName, to: SubjectName, field: keyof Sample): Spread {
  return ratios(rounds, of, to, (sample) => sample[field]);
}

function cell(ratio: Spread): string {
  return shown(ratio, ratio.median < 10 ? 2 : 1);
}

function fields(): readonly (keyof Sample)[] {
  return Object.keys(FIELDS) as (keyof Sample)[];
}
