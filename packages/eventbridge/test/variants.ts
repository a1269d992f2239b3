import { HttpIntegrationSubtype } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { once } from 'test-support/once';
import type { IntegrationVariant } from 'test-support/variant';

/** A bus of the given name, made once a scope. */
export function busIn(scope: Construct, id = 'Bus'): EventBus {
  return once(scope, id, () => new EventBus(scope, id));
}

export const variants: IntegrationVariant[] = [
  {
    className: 'HttpEventBridgeIntegration',
    inCdk: true,
    lacksInCdk: ['timeout'],
    differsWithoutMapping: ['event-bus-missing'],
    create: (integrations, scope, id, options) =>
      new integrations.HttpEventBridgeIntegration(id, { eventBusRef: busIn(scope).eventBusRef, ...options }),
    // With the bus: the CDK's class writes that into a mapping that lacks it.
    parameters: () => ({ EventBusName: 'orders', Detail: '$request.body', DetailType: 'order', Source: 'shop' }),
    options: { subtype: [HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS] },
  },
];
