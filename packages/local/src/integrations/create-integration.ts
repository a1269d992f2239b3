import type { IntegrationPlan } from '../definitions/integration';
import type { RoutePlan } from '../definitions/route';
import type { Invoker } from '../functions/invocation';
import type { Backend } from '../gateway/backend';
import type { Endpoints } from './aws/endpoints';
import { serviceBackend } from './aws/service-backend';
import type { ServiceClients } from './aws/service-clients';
import type { Connections } from './http/connections';
import { httpBackend } from './http/http-backend';
import type { Targets } from './http/targets';
import { lambdaBackend, lambdaByStage } from './lambda';

/** What integrations share: functions, connections, and where the targets are on this machine. */
export interface IntegrationDependencies {
  readonly functions: Invoker;
  readonly targets: Targets;
  readonly endpoints: Endpoints;
  readonly clients: ServiceClients;
  readonly connections: Connections;
  /** Whether URLs outside of this machine may be called. @default false */
  readonly allowInternet?: boolean;
  /** Whether a function is invoked only if a permission allows it. @default false */
  readonly strictPermissions?: boolean;
}

/** Creates the backend that a route's integration calls. */
export function createIntegration(integration: IntegrationPlan, route: RoutePlan, dependencies: IntegrationDependencies): Backend {
  const { target } = integration;
  const { notPermitted } = route;
  if (dependencies.strictPermissions === true && notPermitted !== undefined) {
    return { call: async () => ({ kind: 'failure', statusCode: 500, reason: notPermitted }) };
  }
  switch (target.kind) {
    case 'lambda':
      return lambdaBackend(target, integration, dependencies.functions);
    case 'lambda-by-stage':
      return lambdaByStage(target, integration, dependencies.functions);
    case 'service':
      return serviceBackend(target, integration, dependencies);
    case 'url':
    case 'private':
      return httpBackend(integration, { ...dependencies, route });
  }
}
