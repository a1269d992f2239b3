import { member, type Resource, type ResourceLocation, wholeReference } from '@apigwv2-integrations/core/engine';
import type { Unserved } from '../diagnostics/diagnostics';
import { LocalTextResolver, type PlanContext } from './text-resolvers';

/** The authorizer of a route, resolved for this machine. */
export type AuthorizerPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'iam' }
  | {
      readonly kind: 'jwt';
      readonly name: string;
      readonly location: ResourceLocation;
      readonly issuer: string;
      readonly audience: readonly string[];
      /** Such as `$request.header.Authorization`. */
      readonly identitySources: readonly string[];
      /** A token needs one of them, unless the list is empty. */
      readonly scopes: readonly string[];
    };

/** Reads the authorizer of a route, or the reason why it is not served. */
export function readAuthorizer(route: Resource, context: PlanContext): AuthorizerPlan | Unserved {
  const { local, diagnostics } = context;
  const type = local.property(route, ['AuthorizationType']) || 'NONE';
  switch (type) {
    case 'NONE':
      return { kind: 'none' };
    case 'AWS_IAM':
      return { kind: 'iam' };
    case 'JWT':
      return readJwt(route, context);
    case 'CUSTOM':
      return diagnostics.unsupported(
        authorizerOf(route, context)?.location ?? route.location,
        'Lambda authorizers are not served yet: their routes answer 501',
      );
    default:
      return diagnostics.unsupported(route.location, `there is no authorization type ${type}: write NONE, JWT, AWS_IAM or CUSTOM`);
  }
}

function readJwt(route: Resource, context: PlanContext): AuthorizerPlan | Unserved {
  const { diagnostics } = context;
  const found = authorizerOf(route, context);
  if (found === undefined) {
    const id = context.local.property(route, ['AuthorizerId']) || 'none';
    return diagnostics.unsupported(
      route.location,
      `its authorizer, ${id}, is not in the assembly, so every request is refused: add it to the app`,
    );
  }
  const { authorizer, location } = found;
  const { template } = authorizer;
  const texts = new LocalTextResolver(context, location, `the authorizer ${authorizer.path ?? authorizer.logicalId}`);
  const property = (...names: string[]) => member(authorizer.properties, ...names);
  const issuer = texts.text(property('JwtConfiguration', 'Issuer'), template);
  if (issuer === '') {
    return diagnostics.unsupported(location, 'the authorizer has no issuer: give its JwtConfiguration an Issuer');
  }
  const identitySources = texts.list(property('IdentitySource'), template);
  return {
    kind: 'jwt',
    name: texts.text(property('Name'), template) || authorizer.shortName,
    location,
    issuer,
    audience: texts.list(property('JwtConfiguration', 'Audience'), template),
    identitySources: identitySources.length === 0 ? ['$request.header.Authorization'] : identitySources,
    scopes: new LocalTextResolver(context, route.location, 'its scopes').list(
      member(route.properties, 'AuthorizationScopes'),
      route.template,
    ),
  };
}

/** The authorizer of a route, if it is in the assembly. */
function authorizerOf(
  route: Resource,
  { local }: PlanContext,
): { readonly authorizer: Resource; readonly location: ResourceLocation } | undefined {
  const authorizer = wholeReference(local.resolver.property(route, 'AuthorizerId'))?.resource;
  return authorizer?.type === 'AWS::ApiGatewayV2::Authorizer' ? { authorizer, location: authorizer.location } : undefined;
}
