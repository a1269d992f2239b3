import type { ResourceLocation } from '@apigwv2-integrations/core/engine';

/** Who may call a route. */
export type AuthorizerPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'iam' }
  | {
      readonly kind: 'jwt';
      readonly name: string;
      readonly place: ResourceLocation;
      readonly issuer: string;
      readonly audience: readonly string[];
      /** Such as `$request.header.Authorization`. */
      readonly identitySources: readonly string[];
      /** A token needs one of them; none are needed where the list is empty. */
      readonly scopes: readonly string[];
    };
