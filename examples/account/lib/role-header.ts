import { MappingValue, ParameterMapping } from '@apigwv2-integrations/core';

/** A header that is written even if the token has no claim "role", so that clients cannot send one of their own. */
export function roleHeader(): ParameterMapping {
  return new ParameterMapping().overwriteHeader('x-role', MappingValue.join('role=', MappingValue.authorizerClaim('role')));
}
