import type { Spread } from '../harness/pairs';
import type { SizesOfVariant } from './sizes';
import type { Target } from './target';
import { API_WIDE } from './variants';

/** The targets for the measured sizes. */
export function sizesTargets(measured: readonly SizesOfVariant[]): Target[] {
  return measured.flatMap((of) => (of.variant === API_WIDE ? apiWideTargets(of) : [againstCdk(of)]));
}

/** The size with the highest ratio represents all sizes. */
function againstCdk(of: SizesOfVariant): Target {
  const ratios = of.sizes.map((routes) => ({ routes, ratio: of.ratio('ours', 'cdk', routes, ({ cpu }) => cpu) }));
  const { routes, ratio } = ratios.reduce((worst, each) => (each.ratio.median > worst.ratio.median ? each : worst));
  return { what: `CPU, ours / CDK, same template: ${of.variant.name}, highest at ${routes} routes`, ours: ratio, most: 1.05 };
}

function apiWideTargets(of: SizesOfVariant): Target[] {
  const [from, to] = of.sizes.slice(-2);
  const routes = of.sizes.includes(1000) ? 1000 : of.sizes[of.sizes.length - 1];
  const l1 = (flavour: 'ours' | 'cdk'): Spread => of.ratio(flavour, 'l1', routes, ({ cpu }) => cpu);
  const growth: Target[] =
    to === undefined
      ? []
      : [
          {
            what: `${API_WIDE.name}, construct time, growth exponent from ${from} to ${to} routes`,
            cdk: of.growth('cdk', from, to),
            ours: of.growth('ours', from, to),
            most: 1.15,
          },
        ];
  return [...growth, { what: `${API_WIDE.name} / L1, ${routes} routes, CPU`, cdk: l1('cdk'), ours: l1('ours'), most: 1.3 }];
}
