import type { Flavour, Measured } from '../apps/task';
import { run } from '../harness/child';
import { alternate, type Round, ratios, type Spread, spreadOf } from '../harness/pairs';
import { type Row, shown, table } from '../harness/report';
import type { Workspace } from '../harness/workspace';
import { expectSameTemplates } from './templates';
import type { Variant } from './variants';

const FLAVOURS: readonly Flavour[] = ['ours', 'cdk', 'l1'];

type Subject = `${Flavour} ${number}`;

/** The results of one variant, by size. */
export class SizesOfVariant {
  public constructor(
    public readonly variant: Variant,
    public readonly sizes: readonly number[],
    private readonly rounds: readonly Round<Subject, Measured>[],
  ) {}

  public ratio(one: Flavour, other: Flavour, routes: number, figure: (measured: Measured) => number): Spread {
    return ratios(this.rounds, `${one} ${routes}`, `${other} ${routes}`, figure);
  }

  /** The exponent of the growth of construct time between two sizes; 1 is linear. */
  public growth(flavour: Flavour, from: number, to: number): Spread {
    return spreadOf(
      this.rounds.map(
        (round) => Math.log(round[`${flavour} ${to}`].construct / round[`${flavour} ${from}`].construct) / Math.log(to / from),
      ),
    );
  }
}

/** Measures one variant in all sizes, with the classes of the family, those of the CDK, and L1 resources. */
export function measureSizes(workspace: Workspace, variant: Variant, sizes: readonly number[], rounds: number): SizesOfVariant {
  for (const routes of sizes) {
    expectSameTemplates(workspace, variant, routes);
  }
  const { file, scenario } = variant;
  const subjects = sizes.flatMap((routes) => FLAVOURS.map((flavour): Subject => `${flavour} ${routes}`));
  const measure = (subject: Subject) => {
    const [flavour, routes] = subject.split(' ');
    return run<Measured>(workspace, 'main.js', { file, scenario, flavour, routes: Number(routes) });
  };
  return new SizesOfVariant(variant, sizes, alternate(subjects, rounds, measure));
}

const cpu = ({ cpu }: Measured): number => cpu;
const memory = ({ memory }: Measured): number => memory;

/** CPU time and peak memory of whole processes, as ratios. */
export function sizesTable(measured: readonly SizesOfVariant[]): string[] {
  const head = ['app', 'routes', 'CPU: ours / CDK', 'CPU: ours / L1', 'CPU: CDK / L1', 'memory: ours / CDK', 'memory: ours / L1'];
  const rows = measured.flatMap((of) =>
    of.sizes.map((routes): Row => {
      const cells = [
        of.ratio('ours', 'cdk', routes, cpu),
        of.ratio('ours', 'l1', routes, cpu),
        of.ratio('cdk', 'l1', routes, cpu),
        of.ratio('ours', 'cdk', routes, memory),
        of.ratio('ours', 'l1', routes, memory),
      ];
      return [of.variant.name, String(routes), ...cells.map((spread) => shown(spread))];
    }),
  );
  return table([head, ...rows]);
}
