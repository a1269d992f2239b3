import { packagesOf } from '../../packages';
import { arrow, box, type Markup, rectangle, render, text, WIDTH } from './svg';

const MARGIN = 24;
const INNER = WIDTH - 2 * MARGIN;
const COLUMNS = 4;
const CHIP = { height: 34, gap: 10 };
const BACKENDS = { x: MARGIN, y: 116, width: 560 };
const TOOL = { width: 158, gap: 18 };

/** How the packages fit together: who imports whom, and what the tools read. The list of integration packages is that of the repository. */
export function familyPicture(): string {
  const backends = packagesOf()
    .filter(({ shortName, isConstructs }) => isConstructs && shortName !== 'core' && shortName !== 'checks')
    .map(({ shortName }) => shortName);
  const rows = Math.ceil(backends.length / COLUMNS);
  const groupHeight = 44 + rows * (CHIP.height + CHIP.gap) + 6;
  const coreTop = BACKENDS.y + groupHeight + 52;
  const checks = { x: BACKENDS.x + BACKENDS.width + TOOL.gap, y: BACKENDS.y, width: TOOL.width, height: groupHeight };
  const local = { ...checks, x: checks.x + TOOL.width + TOOL.gap };
  const core = { x: MARGIN, y: coreTop, width: INNER, height: 196 };
  const bases = { x: core.x + 16, y: coreTop + 44, width: 258, height: 56 };
  const mapping = { ...bases, x: bases.x + bases.width + 16, width: 258 };
  const assembly = { ...bases, x: checks.x, width: core.x + core.width - 16 - checks.x };
  const engine = { x: bases.x, y: bases.y + bases.height + 26, width: core.width - 32, height: 56 };
  const bottom = (at: { y: number; height: number }) => at.y + at.height;
  const middle = (at: { x: number; width: number }) => at.x + at.width / 2;

  const content: Markup[] = [
    box({ x: MARGIN, y: 24, width: INNER, height: 56 }, 'Your CDK app in TypeScript, Python, Java, C# or Go', [
      'HttpApi, WebSocketApi, routes, stages and VPC links stay those of aws-cdk-lib',
    ]),
    arrow([
      [middle(BACKENDS), 80],
      [middle(BACKENDS), BACKENDS.y - 2],
    ]),
    arrow([
      [middle(checks), 80],
      [middle(checks), checks.y - 2],
    ]),
    arrow(
      [
        [middle(local), local.y],
        [middle(local), 82],
      ],
      'dashed',
    ),
    rectangle({ ...BACKENDS, height: groupHeight }, 'blue'),
    text(BACKENDS.x + 16, BACKENDS.y + 26, 'One package for each backend', { size: 14, classes: 'bold' }),
    ...backends.map((name, index) => chip(name, index)),
    box(checks, 'checks', ['a plugin: findings', 'at synthesis, in', 'any CDK app'], 'amber', 'mono bold'),
    box(local, 'local', ['a command: routes,', 'check, explain, serve;', 'an API for tests'], 'green', 'mono bold'),
    rectangle(core, 'purple'),
    text(core.x + 16, core.y + 28, 'core', { size: 14, classes: 'mono bold' }),
    box(bases, 'http, websocket', ['base classes of integrations'], 'box', 'mono bold'),
    box(mapping, 'mapping', ['mappings, evaluated in tests'], 'box', 'mono bold'),
    box(assembly, 'assembly', ['reads cloud assemblies and templates'], 'box', 'mono bold'),
    box(
      engine,
      'engine',
      ['parses, checks and evaluates mappings and templates; imports nothing, so it also runs in a browser'],
      'box',
      'mono bold',
    ),
    arrow([
      [middle(BACKENDS), BACKENDS.y + groupHeight],
      [middle(BACKENDS), core.y - 2],
    ]),
    arrow([
      [middle(checks), bottom(checks)],
      [middle(checks), assembly.y - 2],
    ]),
    arrow([
      [middle(local), bottom(local)],
      [middle(local), assembly.y - 2],
    ]),
    ...[bases, mapping, assembly].map((from) =>
      arrow([
        [middle(from), bottom(from)],
        [middle(from), engine.y - 2],
      ]),
    ),
    legend(core.y + core.height + 30),
  ];
  return render({
    name: 'family',
    title: 'How the packages fit together',
    description: `The CDK app imports an integration package for each backend (${backends.join(', ')}) and the plugin checks. These packages import core. The tool local reads the output of the app and imports core, too. In core, the base classes of integrations, the mappings and the reader of cloud assemblies use the engine, which imports nothing.`,
    height: core.y + core.height + 50,
    content,
  });

  function chip(name: string, index: number): Markup {
    const width = (BACKENDS.width - 32 - (COLUMNS - 1) * CHIP.gap) / COLUMNS;
    const x = BACKENDS.x + 16 + (index % COLUMNS) * (width + CHIP.gap);
    const y = BACKENDS.y + 42 + Math.floor(index / COLUMNS) * (CHIP.height + CHIP.gap);
    return [
      rectangle({ x, y, width, height: CHIP.height }),
      text(x + width / 2, y + 21, name, { size: 11.5, anchor: 'middle', classes: 'mono' }),
    ].join('\n');
  }
}

function legend(y: number): Markup {
  return [
    arrow([
      [MARGIN, y - 4],
      [MARGIN + 36, y - 4],
    ]),
    text(MARGIN + 44, y, 'imports', { classes: 'muted' }),
    arrow(
      [
        [MARGIN + 116, y - 4],
        [MARGIN + 152, y - 4],
      ],
      'dashed',
    ),
    text(MARGIN + 160, y, 'reads the output of cdk synth', { classes: 'muted' }),
    text(WIDTH - MARGIN, y, 'aws-cdk-lib and constructs are peer dependencies', { anchor: 'end', classes: 'muted' }),
  ].join('\n');
}
