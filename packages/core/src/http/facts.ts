import { Token } from 'aws-cdk-lib';
import { HttpConnectionType, HttpIntegrationType, type IHttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { checkHttpIntegrationOnRoute, type HttpIntegrationFacts } from '../engine/integration';
import { fromEngine } from '../problems/from-engine';
import type { IntegrationProblem } from '../problems/integration-problem';
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

/** What is wrong with an integration on a route: a path that holds a token is unknown, and only a URL names parts of it. */
export function commonProblemsOnRoute(facts: HttpIntegrationFacts, { path }: IHttpRoute): IntegrationProblem[] {
  return facts.url === undefined || Token.isUnresolved(path) ? [] : checkHttpIntegrationOnRoute(facts, { path }).map(fromEngine);
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
