import { Token } from 'aws-cdk-lib';
import { HttpConnectionType, HttpIntegrationType, type IHttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type { HttpIntegrationFacts, RouteFacts } from '../engine/integration';
import type { HttpIntegrationOptions } from './http-integration-options';
import type { HttpIntegrationTarget } from './http-integration-target';

/** An integration as the engine judges it. What holds a token is unknown, and left out. */
export function integrationFacts(target: HttpIntegrationTarget, { timeout, description }: HttpIntegrationOptions): HttpIntegrationFacts {
  return {
    // JavaScript may well pass nothing where a URL belongs, such as a variable of the environment that is not set.
    url: isPublicHttp(target) && target.subtype === undefined ? known(target.uri ?? '') : undefined,
    timeoutInMillis: timeout?.isUnresolved() ? undefined : timeout?.toMilliseconds({ integral: false }),
    description: known(description),
  };
}

/** A route as the engine judges it, or nothing if its path holds a token. */
export function routeFacts({ path }: IHttpRoute): RouteFacts | undefined {
  return Token.isUnresolved(path) ? undefined : { path };
}

/** A route as a person would name it. The CDK sets the method before it binds, but does not publish it. */
export function routeLabel(route: IHttpRoute): string {
  const { method } = route as { method?: string };
  return route.path === undefined ? '$default' : [method, route.path].filter(Boolean).join(' ');
}

function isPublicHttp({ type, connectionType }: HttpIntegrationTarget): boolean {
  return type === HttpIntegrationType.HTTP_PROXY && connectionType !== HttpConnectionType.VPC_LINK;
}

function known(value: string | undefined): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}
