import { HttpAppConfigIntegration } from '@apigwv2-integrations/app-config';
import { MappingEvaluator, MappingValue, ParameterMapping, ResponseParameterMapping } from '@apigwv2-integrations/core';
import { HttpEventBridgeIntegration } from '@apigwv2-integrations/eventbridge';
import { HttpKinesisIntegration } from '@apigwv2-integrations/kinesis';
import { HttpSqsIntegration, SqsMessageAttribute } from '@apigwv2-integrations/sqs';
import { HttpStepFunctionsIntegration } from '@apigwv2-integrations/step-functions';
import { type HttpApi, HttpIntegrationSubtype, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IEnvironment } from 'aws-cdk-lib/aws-appconfig';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

export function first(api: HttpApi, queue: IQueue): void {
  api.addRoutes({
    path: '/orders',
    methods: [HttpMethod.POST],
    integration: new HttpSqsIntegration('OrderIntegration', { queue, messageBody: MappingValue.wholeRequestBody() }),
  });
}

export function added(queue: IQueue): HttpSqsIntegration {
  return new HttpSqsIntegration('OrderIntegration', {
    queue,
    keepDefaults: true,
    parameterMapping: new ParameterMapping().custom('DelaySeconds', '5'),
  });
}

export function roles(queue: IQueue, bus: IEventBus, credentialsRole: IRole) {
  const shared = new HttpSqsIntegration('OrderIntegration', { queue, sharedRole: true });
  const sharedToo = new HttpEventBridgeIntegration('EventIntegration', { eventBusRef: bus.eventBusRef, sharedRole: true });
  const own = new HttpSqsIntegration('WebhookIntegration', { queue, credentialsRole });
  return { shared, sharedToo, own };
}

export function evaluation() {
  const parameterMapping = new ParameterMapping()
    .custom('QueueUrl', 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders.fifo')
    .custom('MessageBody', '$request.body.order')
    .custom('MessageGroupId', '$request.header.customer');

  const request = MappingEvaluator.service(HttpIntegrationSubtype.SQS_SEND_MESSAGE, parameterMapping, {
    body: '{"order":{"id":7}}',
  });
  return request;
}

export function webhook(queue: IQueue): HttpSqsIntegration {
  return new HttpSqsIntegration('WebhookIntegration', {
    queue,
    messageBody: MappingValue.wholeRequestBody(),
    messageAttributes: { kind: SqsMessageAttribute.text(MappingValue.requestHeader('X-Kind')) },
    responseParameterMapping: new ResponseParameterMapping().overwriteStatusCode(200, '202'),
  });
}

export function fifo(queue: IQueue): HttpSqsIntegration {
  return new HttpSqsIntegration('OrderIntegration', {
    queue,
    messageBody: MappingValue.requestBody('order'),
    messageGroupId: MappingValue.requestPathParam('customer'),
    messageDeduplicationId: MappingValue.requestHeader('Idempotency-Key'),
  });
}

export function consumer(api: HttpApi, queue: IQueue): void {
  const receive = new HttpSqsIntegration('ReceiveIntegration', {
    queue,
    subtype: HttpIntegrationSubtype.SQS_RECEIVE_MESSAGE,
    parameterMapping: new ParameterMapping().custom('MaxNumberOfMessages', '10').custom('WaitTimeSeconds', '5'),
  });
  const remove = new HttpSqsIntegration('DeleteIntegration', {
    queue,
    subtype: HttpIntegrationSubtype.SQS_DELETE_MESSAGE,
    parameterMapping: new ParameterMapping().custom('ReceiptHandle', '$request.header.Receipt-Handle'),
  });
  api.addRoutes({ path: '/jobs', methods: [HttpMethod.GET], integration: receive });
  api.addRoutes({ path: '/jobs', methods: [HttpMethod.DELETE], integration: remove });
}

export function anyEvent(bus: IEventBus): HttpEventBridgeIntegration {
  return new HttpEventBridgeIntegration('EventIntegration', { eventBusRef: bus.eventBusRef });
}

export function event(bus: IEventBus): HttpEventBridgeIntegration {
  return new HttpEventBridgeIntegration('EventIntegration', {
    eventBusRef: bus.eventBusRef,
    detail: MappingValue.wholeRequestBody(),
    detailType: MappingValue.requestPathParam('kind'),
    source: MappingValue.text('shop.web'),
  });
}

export function start(stateMachine: IStateMachine): HttpStepFunctionsIntegration {
  return new HttpStepFunctionsIntegration('StartIntegration', { stateMachine, input: MappingValue.wholeRequestBody() });
}

export function startSync(stateMachine: IStateMachine): HttpStepFunctionsIntegration {
  return new HttpStepFunctionsIntegration('QuoteIntegration', {
    stateMachine,
    subtype: HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION,
    input: MappingValue.wholeRequestBody(),
  });
}

export function stop(stateMachine: IStateMachine): HttpStepFunctionsIntegration {
  return new HttpStepFunctionsIntegration('StopIntegration', {
    stateMachine,
    subtype: HttpIntegrationSubtype.STEPFUNCTIONS_STOP_EXECUTION,
    executionArn: MappingValue.requestQueryString('executionArn'),
    cause: MappingValue.text('cancelled by the customer'),
  });
}

export function record(stream: IStream): HttpKinesisIntegration {
  return new HttpKinesisIntegration('ClickIntegration', { stream, partitionKey: MappingValue.requestHeader('X-Device') });
}

export function flags(environment: IEnvironment, configurationProfileId: string): HttpAppConfigIntegration {
  return new HttpAppConfigIntegration('FlagsIntegration', {
    environment,
    configurationProfileId,
    clientId: MappingValue.requestHeader('X-Device'),
  });
}
