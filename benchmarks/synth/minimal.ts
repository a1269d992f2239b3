import { isDeepStrictEqual } from 'node:util';
import type { Flavour, Measured } from '../apps/task';
import { run } from '../harness/child';
import { alternate, ratios } from '../harness/pairs';
import { shown, table } from '../harness/report';
import type { Workspace } from '../harness/workspace';
import { countsOf, synthesize } from './templates';
import { API_WIDE } from './variants';

const { name, file, scenario } = API_WIDE;
const FLAVOURS: readonly Flavour[] = ['ours', 'minimal', 'cdk', 'l1'];

/** The minimal cost of these routes: the CDK's own API and routes, with an integration that does nothing. */
export function minimalTable(workspace: Workspace, rounds: number, routes: number): string[] {
  const resources = (flavour: Flavour) => countsOf(synthesize(workspace, { file, scenario, flavour, routes: 10 }));
  if (!isDeepStrictEqual(resources('minimal'), resources('ours'))) {
    throw new Error(`${name}: the app with an integration that does nothing has other resources`);
  }
  const measured = alternate(FLAVOURS, rounds, (flavour) => run<Measured>(workspace, 'main.js', { file, scenario, flavour, routes }));
  const ratio = (one: Flavour, other: Flavour) => shown(ratios(measured, one, other, ({ cpu }) => cpu));
  const head = [`${name}, ${routes} routes, CPU`, 'L1', "the CDK's routes with a minimal integration"];
  return table([
    head,
    ["the CDK's routes with a minimal integration", ratio('minimal', 'l1'), '-'],
    ['ours', ratio('ours', 'l1'), ratio('ours', 'minimal')],
    ["the CDK's classes", ratio('cdk', 'l1'), ratio('cdk', 'minimal')],
  ]);
}
