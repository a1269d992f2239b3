import { SERVICE_SUBTYPES } from '../engine/services/subtypes';
import type { IntegrationProblem } from '../problems/integration-problem';
import type { HttpEncryptedServiceIntegrationOptions } from './http-encrypted-service-integration-options';
import type { HttpServiceTarget } from './http-service-target';

/** What is wrong with the options for the role of a service integration. */
export function checkRoleOptions({
  credentialsRole,
  sharedRole,
  sourceAccountCondition,
  grantKeyUse,
}: HttpEncryptedServiceIntegrationOptions): IntegrationProblem[] {
  const others = Object.entries({ sharedRole, sourceAccountCondition, grantKeyUse }).filter(([, wanted]) => wanted);
  return credentialsRole === undefined || others.length === 0
    ? []
    : [
        {
          code: 'RoleOptionsClash',
          value: credentialsRole.node.path,
          message: `credentialsRole is a role of your own, which ${others.map(([name]) => name).join(' and ')} would change`,
          remedy: 'leave one of them out, and give your own role the rights and the trust that it needs',
        },
      ];
}

/** Whether the subtype is one of the backend's service. */
export function checkServiceOfSubtype({ subtype, service }: HttpServiceTarget): IntegrationProblem[] {
  const prefix = `${service}-`;
  return service === undefined || subtype.startsWith(prefix)
    ? []
    : [
        {
          code: 'SubtypeOfOtherService',
          value: subtype,
          message: `the subtype ${JSON.stringify(subtype)} is none of ${service}`,
          remedy: `use ${SERVICE_SUBTYPES.map((known) => known.subtype)
            .filter((known) => known.startsWith(prefix))
            .join(' or ')}`,
        },
      ];
}
