import { MappingValue, ResponseParameterMapping } from '@apigwv2-integrations/core';
import { HttpEventBridgeIntegration } from '@apigwv2-integrations/eventbridge';
import { HttpKinesisIntegration } from '@apigwv2-integrations/kinesis';
import { HttpSqsIntegration, SqsMessageAttribute } from '@apigwv2-integrations/sqs';
import { HttpStepFunctionsIntegration } from '@apigwv2-integrations/step-functions';
import { Duration } from 'aws-cdk-lib';
import { HttpIntegrationSubtype, type HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Backends } from './backends';

/** The integrations of the shop, by path. */
export interface EventsIntegrations {
  /** Stores the messages of other shops. */
  readonly '/webhooks/{sender}': HttpRouteIntegration;
  /** Queues orders, in order for each customer. */
  readonly '/customers/{customer}/orders': HttpRouteIntegration;
  /** Publishes an event whose type is part of the path. */
  readonly '/events/{kind}': HttpRouteIntegration;
  /** Publishes an event whose fields are all in the body. */
  readonly '/events': HttpRouteIntegration;
  /** Records clicks, in order for each device. */
  readonly '/clicks': HttpRouteIntegration;
  /** Computes a price and returns it. */
  readonly '/quotes': HttpRouteIntegration;
}

export function eventsIntegrations({ inbox, orders, bus, clicks, pricing }: Backends): EventsIntegrations {
  const wholeBody = MappingValue.wholeRequestBody();

  return {
    // The body of a webhook, unchanged; the client gets 202 instead of the 200 from SQS.
    '/webhooks/{sender}': new HttpSqsIntegration('WebhookIntegration', {
      queue: inbox,
      description: 'Keeps what other shops send',
      timeout: Duration.seconds(5),
      messageBody: wholeBody,
      messageAttributes: { sender: SqsMessageAttribute.text(MappingValue.requestPathParam('sender')) },
      responseParameterMapping: new ResponseParameterMapping().overwriteStatusCode(200, '202'),
    }),
    // One field of the body. The orders of a customer stay in order, and repeated orders are dropped.
    '/customers/{customer}/orders': new HttpSqsIntegration('OrderIntegration', {
      queue: orders,
      description: 'Takes orders, one after the other for each customer',
      messageBody: MappingValue.requestBody('order'),
      messageGroupId: MappingValue.requestPathParam('customer'),
      messageDeduplicationId: MappingValue.requestHeader('Idempotency-Key'),
    }),
    // The body is the event detail. Clients cannot choose the source.
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
      description: 'Publishes an event whose parameters are all in the body',
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
