/** The median, lowest and highest value of several rounds. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, low: sorted[0], high: sorted[sorted.length - 1] };
}

/** The results of one round, by subject. */
export type Round<Subject extends string, Result> = Record<Subject, Result>;

/**
 * Runs subjects in turn, each in a fresh process, in an order that is turned round every time: what slows the machine
 * down for a while slows all of them down, and whoever comes first is not always the same.
 */
export function alternate<Subject extends string, Result>(
  subjects: readonly Subject[],
  rounds: number,
  measure: (subject: Subject) => Result,
): Round<Subject, Result>[] {
  return Array.from({ length: rounds }, (_, round) => {
    const order = round % 2 === 0 ? subjects : [...subjects].reverse();
    return Object.fromEntries(order.map((subject) => [subject, measure(subject)])) as Round<Subject, Result>;
  });
}

/** The ratio of two subjects in each round. */
export function ratios<Subject extends string, Result>(
  rounds: readonly Round<Subject, Result>[],
  one: Subject,
  other: Subject,
  figure: (result: Result) => number,
): Spread {
  return spreadOf(rounds.map((round) => figure(round[one]) / figure(round[other])));
}
