import type { Flavour, Measured, Task } from '../apps/task';
import { run } from '../harness/child';
import { alternate, ratios, type Spread, spreadOf } from '../harness/pairs';
import type { Workspace } from '../harness/workspace';
import { exactly, type Target } from './target';
import { synthesize } from './templates';
import { API_WIDE, EACH, ROUTE_SCOPED, URL, type Variant, WEBSOCKET } from './variants';

const OTHERS = 20_000;

const main = (workspace: Workspace, task: Task) => run<Measured>(workspace, 'main.js', task);
const of = ({ file, scenario }: Variant) => ({ file, scenario });

/** The cost of the integration for each further route, with one permission for the whole API. */
export function binding(workspace: Workspace, rounds: number, routes: number): Target[] {
  const measured = alternate(['ours', 'cdk'], rounds, (flavour) => main(workspace, { ...of(API_WIDE), flavour, routes, watch: 'binding' }));
  const each = (flavour: 'ours' | 'cdk') => spreadOf(measured.map((round) => round[flavour].watched ?? Number.NaN));
  const what = `API-wide permission, time of the integration itself per route, at ${routes} routes`;
  return [{ what, cdk: each('cdk'), ours: each('ours'), most: 10, digits: 1, unit: ' us' }];
}

/** The effect of the size of the stack: the same routes, with and without a walk of the whole construct tree. */
export function others(workspace: Workspace, rounds: number, routes: number): Target[] {
  const subjects = (['ours', 'cdk'] as const).flatMap((flavour) => [`${flavour} apiWide`, `${flavour} routeScoped`] as const);
  const measured = alternate(subjects, rounds, (subject) => {
    const [flavour, scenario] = subject.split(' ') as [Flavour, string];
    return main(workspace, { ...of(API_WIDE), scenario, flavour, routes, others: OTHERS });
  });
  const ratio = (flavour: 'ours' | 'cdk') => ratios(measured, `${flavour} apiWide`, `${flavour} routeScoped`, ({ construct }) => construct);
  const what = `${API_WIDE.name} / ${ROUTE_SCOPED.name}, ${routes} routes and ${OTHERS} other constructs, construct time`;
  return [{ what, cdk: ratio('cdk'), ours: ratio('ours'), most: 1.3 }];
}

/** The total cost of checking a mapping: at bind, on its route and at synth. */
export function mappingChecks(workspace: Workspace, rounds: number, routes: number): Target[] {
  const task: Task = { ...of(URL), flavour: 'ours', routes, watch: 'mapping-checks' };
  const times = Array.from({ length: rounds }, () => main(workspace, task).watched ?? Number.NaN);
  return [{ what: `checks, time per mapping, for ${routes} mappings`, ours: spreadOf(times), most: 20, digits: 1, unit: ' us' }];
}

/** The number of files of aws-cdk-lib that only an app with integrations loads. */
export function modules(workspace: Workspace): Target[] {
  const loaded = (variant: Variant, flavour?: Flavour) => run<string[]>(workspace, 'modules.js', { ...of(variant), flavour });
  return [URL, EACH, WEBSOCKET].map((variant) => {
    const before = new Set(loaded(variant));
    const beyond = (flavour: Flavour) => exactly(loaded(variant, flavour).filter((file) => !before.has(file)).length);
    const what = `files of aws-cdk-lib loaded in addition to the same app without integrations: ${variant.name}`;
    return { what, cdk: beyond('cdk'), ours: beyond('ours'), most: 6, digits: 0 };
  });
}

/** The savings from sharing an integration and a permission. */
export function sharing(workspace: Workspace, rounds: number, routes: number): Target[] {
  const tasks = { shared: { ...of(API_WIDE), flavour: 'ours', routes }, each: { ...of(EACH), flavour: 'ours', routes } } as const;
  const [shared, each] = [synthesize(workspace, tasks.shared), synthesize(workspace, tasks.each)];
  const measured = alternate(['shared', 'each'], rounds, (subject) => main(workspace, tasks[subject]));
  const what = `one integration and one permission for ${routes} routes / one of each per route:`;
  const resources = Object.keys(shared.resources).length / Object.keys(each.resources).length;
  const figures: readonly (readonly [string, Spread, number])[] = [
    ['resources', exactly(resources), 0.34],
    ['bytes of the template', exactly(shared.text.length / each.text.length), 0.29],
    ['CPU', ratios(measured, 'shared', 'each', ({ cpu }) => cpu), 0.62],
  ];
  return figures.map(([figure, ours, most]) => ({ what: `${what} ${figure}`, ours, most }));
}
