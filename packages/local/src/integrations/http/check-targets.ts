import type { ApiPlan } from '../../definitions/api-plan';
import type { IntegrationPlan, TargetPlan } from '../../definitions/integration-plan';
import { withStageVariables } from '../../template/values/stage-variables';
import { UserError } from '../../user-error';
import type { Targets } from './targets';
import { parseUri } from './uri';

type PrivateTarget = Extract<TargetPlan, { kind: 'private' }>;

/**
 * Checks that each target is called by an integration.
 *
 * @throws UserError for a target that matches none, or several with one name
 */
export function checkTargets({ byName, byOrigin }: Targets, apis: readonly ApiPlan[]): void {
  const privates = privateTargets(apis);
  const origins = publicOrigins(apis);
  const known = [...privates.map(({ names: [readable = ''] }) => readable), ...origins.found];
  for (const name of byName.keys()) {
    const matching = privates.filter(({ names }) => names.includes(name));
    const [first, second] = matching;
    if (first === undefined) {
      throw new UserError(`--target ${name} is no private integration of the app: ${expected(known)}`);
    }
    if (second !== undefined) {
      throw new UserError(`--target ${name} is more than one: say which, ${matching.map(({ names }) => names[0]).join(' or ')}`);
    }
  }
  for (const origin of byOrigin.keys()) {
    if (!origins.isOpen && !origins.found.includes(origin)) {
      throw new UserError(`--target ${origin} is called by no integration of the app: ${expected(known)}`);
    }
  }
}

/** Each listener and service once. */
function privateTargets(apis: readonly ApiPlan[]): readonly PrivateTarget[] {
  const found = new Map<string, PrivateTarget>();
  for (const [{ target }] of integrations(apis)) {
    if (target.kind === 'private') {
      found.set(target.names.join('\n'), target);
    }
  }
  return [...found.values()];
}

/** `isOpen`: a path variable stands in a host, so that any origin may be called. */
function publicOrigins(apis: readonly ApiPlan[]): { readonly found: readonly string[]; readonly isOpen: boolean } {
  const found = new Set<string>();
  let isOpen = false;
  for (const [{ target }, { stages }] of integrations(apis)) {
    for (const { variables } of target.kind === 'url' ? stages : []) {
      const filled = withStageVariables(target.kind === 'url' ? target.url : '', variables);
      const uri = 'text' in filled ? parseUri(filled.text) : undefined;
      const host = uri?.authority.map((piece) => ('text' in piece ? piece.text : '')).join('');
      isOpen ||= uri?.authority.some((piece) => 'variable' in piece) === true;
      if (URL.canParse(`${uri?.protocol}//${host}`)) {
        found.add(new URL(`${uri?.protocol}//${host}`).origin);
      }
    }
  }
  return { found: [...found], isOpen };
}

function* integrations(apis: readonly ApiPlan[]): Generator<readonly [IntegrationPlan, ApiPlan]> {
  for (const api of apis) {
    for (const { integration } of api.routes) {
      if (integration.kind === 'served') {
        yield [integration, api];
      }
    }
  }
}

function expected(known: readonly string[]): string {
  return known.length === 0 ? 'leave it out, nothing in the app is called by HTTP' : `expected ${[...new Set(known)].join(', ')}`;
}
