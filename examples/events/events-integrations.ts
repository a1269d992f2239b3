import { MappingValue, ResponseParameterMapping } from '@apigwv2-integrations/core';
import { HttpEventBridgeIntegration } from '@apigwv2-integrations/eventbridge';
import { HttpKinesisIntegration } from '@apigwv2-integrations/kinesis';
import { HttpSqsIntegration, SqsMessageAttribute } from '@apigwv2-integrations/sqs';
import { HttpStepFunctionsIntegration } from '@apigwv2-integrations/step-functions';
import { Duration } from 'aws-cdk-lib';
import { HttpIntegrationSubtype, type HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Backends } from './backends';

/** The shop's integrations, by the paths that lead to them. */
export interface EventsIntegrations {
  /** Keeps what other shops send. */
  readonly '/webhooks/{sender}': HttpRouteIntegration;
  /** Takes orders, one after the other for each customer. */
  readonly '/customers/{customer}/orders': HttpRouteIntegration;
  /** Publishes an event of the kind that the path names. */
  readonly '/events/{kind}': HttpRouteIntegration;
  /** Publishes an event that the body tells all of. */
  readonly '/events': HttpRouteIntegration;
  /** Records clicks, those of a device in their order. */
  readonly '/clicks': HttpRouteIntegration;
  /** Computes a price, and answers with it. */
  readonly '/quotes': HttpRouteIntegration;
}

export function eventsIntegrations({ inbox, orders, bus, clicks, pricing }: Backends): EventsIntegrations {
  const wholeBody = MappingValue.wholeRequestBody();

  return {
    // A webhook's body as it came; the client gets 202 for the 200 of the queue.
    '/webhooks/{sender}': new HttpSqsIntegration('WebhookIntegration', {
      queue: inbox,
      description: 'Keeps what other shops send',
      timeout: Duration.seconds(5),
      messageBody: wholeBody,
      messageAttributes: { sender: SqsMessageAttribute.text(MappingValue.requestPathParam('sender')) },
      responseParameterMapping: new ResponseParameterMapping().overwriteStatusCode(200, '202'),
    }),
    // One field of the body; the orders of a customer stay in order, and none is taken twice.
    '/customers/{customer}/orders': new HttpSqsIntegration('OrderIntegration', {
      queue: orders,
      description: 'Takes orders, one after the other for each customer',
      messageBody: MappingValue.requestBody('order'),
      messageGroupId: MappingValue.requestPathParam('customer'),
      messageDeduplicationId: MappingValue.requestHeader('Idempotency-Key'),
    }),
    // The body is the event, and nobody sends events in the name of others.
    '/events/{kind}': new HttpEventBridgeIntegration('EventIntegration', {
      eventBusRef: bus.eventBusRef,
      description: 'Publishes an event of the kind that the path names',
      detail: wholeBody,
      detailType: MappingValue.requestPathParam('kind'),
      source: MappingValue.text('shop.web'),
    }),
    // Detail, DetailType and Source are fields of the body.
    '/events': new HttpEventBridgeIntegration('AnyEventIntegration', {
      eventBusRef: bus.eventBusRef,
      description: 'Publishes an event that the body tells all of',
    }),
    '/clicks': new HttpKinesisIntegration('ClickIntegration', {
      stream: clicks,
      description: 'Records clicks, those of a device in their order',
      partitionKey: MappingValue.requestHeader('X-Device'),
    }),
    '/quotes': new HttpStepFunctionsIntegration('QuoteIntegration', {
      stateMachine: pricing,
      description: 'Computes a price, and answers with it',
      subtype: HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION,
      input: wholeBody,
    }),
  };
}
