import { MappingValue, ResponseParameterMapping } from '@apigwv2-integrations/core';
import { HttpSqsIntegration, SqsMessageAttribute } from '@apigwv2-integrations/sqs';
import { Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export class WebhooksStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const queue = new Queue(this, 'Queue', { queueName: 'webhooks.fifo', fifo: true });

    const api = new HttpApi(this, 'WebhooksApi');
    api.addRoutes({
      path: '/webhooks/{sender}',
      methods: [HttpMethod.POST],
      integration: new HttpSqsIntegration('WebhookIntegration', {
        queue,
        messageBody: MappingValue.wholeRequestBody(),
        messageGroupId: MappingValue.requestPathParam('sender'),
        messageDeduplicationId: MappingValue.requestHeader('X-Delivery-Id'),
        messageAttributes: { signature: SqsMessageAttribute.text(MappingValue.requestHeader('X-Signature-256')) },
        responseParameterMapping: new ResponseParameterMapping().overwriteStatusCode(200, '202'),
      }),
    });
  }
}
