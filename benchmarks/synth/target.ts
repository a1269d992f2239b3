import { type Spread, spreadOf } from '../harness/pairs';
import { type Row, shown, table } from '../harness/report';

/** A figure that must be reached. */
export interface Target {
  readonly what: string;
  /** The same figure for the CDK's own classes, if applicable. */
  readonly cdk?: Spread;
  readonly ours: Spread;
  readonly most: number;
  /** @default 2 */
  readonly digits?: number;
  /** @default - a ratio */
  readonly unit?: string;
}

/** A figure without spread. */
export const exactly = (value: number): Spread => spreadOf([value]);

export function targetsTable(targets: readonly Target[]): string[] {
  const head = ['measurement', "the CDK's classes", 'ours', 'target', 'result'];
  const rows = targets.map(({ what, cdk, ours, most, digits = 2, unit = '' }): Row => {
    const cell = (spread: Spread) => `${spread.low === spread.high ? spread.median.toFixed(digits) : shown(spread, digits)}${unit}`;
    const holds = Number(ours.median.toFixed(digits)) <= most;
    return [what, cdk === undefined ? '-' : cell(cdk), cell(ours), `at most ${most}${unit}`, holds ? 'met' : '**missed**'];
  });
  return table([head, ...rows]);
}
