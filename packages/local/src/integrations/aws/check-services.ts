import type { ApiPlan } from '../../definitions/api-plan';
import type { Diagnostic } from '../../definitions/plan';
import { UserError } from '../../user-error';
import type { Endpoints } from './endpoints';
import { operationOf } from './operations';
import { findSdk, missingSdk } from './sdk';
import type { Service } from './services';

/**
 * Checks that each service that was given an endpoint is called, and tells those that cannot be called.
 *
 * @param folder in which the user's own packages are looked for
 * @throws UserError for an endpoint of a service that no integration calls
 */
export function checkServices({ named }: Endpoints, apis: readonly ApiPlan[], folder?: string): readonly Diagnostic[] {
  const called = new Map<Service, Diagnostic['place']>();
  for (const { integration } of apis.flatMap(({ routes }) => routes)) {
    if (integration.kind === 'served' && integration.target.kind === 'service') {
      const { service } = operationOf(integration.target.subtype);
      called.set(service, called.get(service) ?? integration.place);
    }
  }
  for (const [service, name] of named) {
    if (!called.has(service)) {
      const others = [...called.keys()].map((each) => each.name).join(', ');
      throw new UserError(
        `--endpoint ${name} is called by no integration of the app: ${others === '' ? 'leave it out' : `expected ${others}`}`,
      );
    }
  }
  return [...called].flatMap(([service, place]) => (findSdk(service, folder) === undefined ? [{ place, text: missingSdk(service) }] : []));
}
