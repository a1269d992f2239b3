import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import type { ServiceSubtype } from '../engine/services/service-subtype';
import type { IntegrationProblem } from '../problems/integration-problem';
import { ProblemSeverity } from '../problems/problem-severity';
import type { HttpEncryptedServiceIntegrationOptions } from './http-encrypted-service-integration-options';
import type { HttpServiceTarget } from './http-service-target';

/** Lets the role use the key of an encrypted resource, as the action needs it. */
export function grantKeyUse(
  role: IRole,
  service: ServiceSubtype,
  { encryptionKey }: HttpServiceTarget,
  options: HttpEncryptedServiceIntegrationOptions,
): void {
  const wanted = options.grantKeyUse !== false && service.keyActions.length > 0;
  if (wanted && encryptionKey !== undefined && !isElsewhere(encryptionKey, role)) {
    encryptionKey.grant(role, ...service.keyActions);
  }
}

/** That the role made at a scope gets no right on the key of an encrypted resource, though it needs one. */
export function checkKeyUse(
  scope: IConstruct,
  service: ServiceSubtype | undefined,
  { encryptionKey }: HttpServiceTarget,
  options: HttpEncryptedServiceIntegrationOptions,
): IntegrationProblem[] {
  const actions = service?.keyActions ?? [];
  const wanted = options.credentialsRole === undefined && options.grantKeyUse !== false && actions.length > 0;
  return wanted && encryptionKey !== undefined && isElsewhere(encryptionKey, scope)
    ? [
        {
          code: 'KeyElsewhere',
          severity: ProblemSeverity.WARNING,
          value: encryptionKey.node.path,
          message: `the key ${encryptionKey.node.path} is of a stack in another account or region, so that the role gets no right to use it`,
          remedy: `pass a credentialsRole that may do ${actions.join(' and ')} on the key, and let it in by the policy of the key`,
        },
      ]
    : [];
}

/**
 * Whether a key is of a stack in another environment than a construct. The CDK would give the role the right on every
 * key there, and name the role in the policy of this one, which fails for a role without a name of its own.
 */
function isElsewhere(key: IKey, construct: IConstruct): boolean {
  const [theirs, ours] = [Stack.of(key), Stack.of(construct)];
  return theirs.account !== ours.account || theirs.region !== ours.region;
}
