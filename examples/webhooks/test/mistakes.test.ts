import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MappingValue } from '@apigwv2-integrations/core';
import { HttpSqsIntegration } from '@apigwv2-integrations/sqs';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expect, test } from 'vitest';

const page = readFileSync(join(__dirname, '../../../docs/guides/webhook-to-fifo-queue.md'), 'utf8');

test.each(['FifoGroupMissing', 'FifoDeduplicationMissing'])('the guide shows the error %s', (code) => {
  const stack = new Stack(new App(), 'WebhooksStack');
  const queue = new Queue(stack, 'Queue', { fifo: true });
  const integration = new HttpSqsIntegration('WebhookIntegration', { queue, messageBody: MappingValue.wholeRequestBody() });
  const add = () => new HttpApi(stack, 'WebhooksApi').addRoutes({ path: '/webhooks/{sender}', integration });

  const [shown = expect.fail(`the guide does not show ${code}`)] = page.split('\n').filter((line) => line.startsWith(`[${code}]`));
  expect(add).toThrow(shown);
});
