import { MappingValue } from '@apigwv2-integrations/core';
import { HttpIntegrationSubtype } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { once } from 'test-support/once';
import { arrives, type OptionProofs } from 'test-support/options/proof';
import type { IntegrationVariant } from 'test-support/variant';
import { expect } from 'vitest';

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

export const proofs: OptionProofs = {
  HttpEventBridgeIntegrationProps: {
    // There is but one.
    subtype: () => undefined,
    eventBusRef: {
      options: (stack) => ({ eventBusRef: busIn(stack, 'Other').eventBusRef }),
      properties: { RequestParameters: expect.objectContaining({ EventBusName: { Ref: expect.stringMatching(/^Other/) } }) },
    },
    ...arrives('detail', MappingValue.requestHeader('x'), { RequestParameters: expect.objectContaining({ Detail: '$request.header.x' }) }),
    ...arrives('detailType', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ DetailType: '$request.header.x' }),
    }),
    ...arrives('source', MappingValue.requestHeader('x'), { RequestParameters: expect.objectContaining({ Source: '$request.header.x' }) }),
    ...arrives('time', MappingValue.requestHeader('x'), { RequestParameters: expect.objectContaining({ Time: '$request.header.x' }) }),
    ...arrives('resources', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ Resources: '$request.header.x' }),
    }),
    ...arrives('traceHeader', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ TraceHeader: '$request.header.x' }),
    }),
  },
};
