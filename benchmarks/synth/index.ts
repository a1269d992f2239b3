import { parseArgs } from 'node:util';
import { machine, writeSection } from '../harness/report';
import { createWorkspace, type Workspace } from '../harness/workspace';
import { minimalTable } from './minimal';
import { binding, mappingChecks, modules, others, sharing } from './parts';
import { measureSizes, type SizesOfVariant, sizesTable } from './sizes';
import { sizesTargets } from './sizes-targets';
import { type Target, targetsTable } from './target';
import { VARIANTS } from './variants';

/**
 * What it takes to synthesize APIs with the family's classes, as ratios to the CDK's own and to L1 alone.
 *
 * Usage: npm run bench -- synth [--rounds 5] [--sizes 10,100,300,1000,3000] [--only url,modules] [--write]
 */
const SIZES = '10,100,300,1000,3000';
const MIN_ROUNDS = 5;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: String(MIN_ROUNDS) },
    sizes: { type: 'string', default: SIZES },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
  strict: false,
});
const rounds = Number(values.rounds);
const sizes = String(values.sizes).split(',').map(Number);
const largest = Math.max(...sizes);

/** The further benchmarks, beside the sizes of every variant. */
const PARTS: Readonly<Record<string, (workspace: Workspace) => Target[]>> = {
  binding: (workspace) => binding(workspace, rounds, largest),
  others: (workspace) => others(workspace, rounds, 100),
  checks: (workspace) => mappingChecks(workspace, rounds, Math.min(largest, 1000)),
  modules,
  sharing: (workspace) => sharing(workspace, rounds, 300),
};
const MINIMAL = 'minimal';
const names = [...VARIANTS.map(({ scenario }) => scenario), ...Object.keys(PARTS), MINIMAL];
const chosen = values.only === undefined ? names : String(values.only).split(',');

function main(): void {
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length > 0 || sizes.some((size) => !(size > 0)) || !(rounds > 0)) {
    throw new Error(`--only takes ${names.join(', ')}; --sizes and --rounds must be numbers`);
  }
  if (values.write && (values.only !== undefined || values.sizes !== SIZES || rounds < MIN_ROUNDS)) {
    throw new Error(`only complete runs of at least ${MIN_ROUNDS} rounds can be written to the page`);
  }
  const workspace = createWorkspace();
  try {
    const lines = [...measure(workspace)];
    console.log(lines.join('\n'));
    if (values.write) {
      writeSection('synthesis', lines);
    }
  } finally {
    workspace.dispose();
  }
}

function measure(workspace: Workspace): string[] {
  const started = Date.now();
  const measured: SizesOfVariant[] = [];
  const targets: Target[] = [];
  for (const variant of VARIANTS.filter(({ scenario }) => chosen.includes(scenario))) {
    progress(variant.name);
    measured.push(measureSizes(workspace, variant, sizes, rounds));
  }
  for (const [name, part] of Object.entries(PARTS).filter(([name]) => chosen.includes(name))) {
    progress(name);
    targets.push(...part(workspace));
  }
  const minimal = chosen.includes(MINIMAL) ? ['', ...minimalTable(workspace, rounds, Math.min(largest, 1000))] : [];
  progress(`${Math.round((Date.now() - started) / 1000)} s`);
  const method = `${machine()}; aws-cdk-lib ${workspace.cdkVersion}; medians of ${rounds} rounds, with the lowest and the highest value.`;
  return [
    method,
    '',
    ...targetsTable([...sizesTargets(measured), ...targets]),
    ...minimal,
    ...(measured.length === 0 ? [] : ['', 'All sizes, whole processes:', '', ...sizesTable(measured)]),
  ];
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

main();
