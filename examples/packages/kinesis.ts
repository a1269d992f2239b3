import { MappingValue } from '@apigwv2-integrations/core';
import { HttpKinesisIntegration } from '@apigwv2-integrations/kinesis';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';

declare const stack: Stack;
declare const stream: IStream;

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/clicks',
  methods: [HttpMethod.POST],
  integration: new HttpKinesisIntegration('ClickIntegration', {
    stream,
    data: MappingValue.wholeRequestBody(),
    partitionKey: MappingValue.requestHeader('X-Device'),
  }),
});
