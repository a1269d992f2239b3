import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MappingValue, ParameterMapping } from '@apigwv2-integrations/core';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, test } from 'vitest';

const page = readFileSync(join(__dirname, '../../../docs/guides/claim-as-header.md'), 'utf8');

test.each([
  ['ContextNameInvalid', 'x-role', 'custom:role'],
  ['HeaderReserved', 'Authorization', 'sub'],
])('the guide shows the error %s', (code, header, claim) => {
  const parameterMapping = new ParameterMapping().overwriteHeader(header, MappingValue.authorizerClaim(claim));
  const integration = new HttpUrlIntegration('OrdersIntegration', 'https://backend.example.com/orders', { parameterMapping });
  const add = () =>
    new HttpApi(new Stack(new App(), 'AccountStack'), 'AccountApi').addRoutes({ path: '/orders', methods: [HttpMethod.GET], integration });

  const [shown = expect.fail(`the guide does not show ${code}`)] = page.split('\n').filter((line) => line.startsWith(`[${code}]`));
  expect(add).toThrow(shown);
  const [, headline = expect.fail('the guide does not show the line above the message')] = /^IntegrationError: (.*) \(/m.exec(page) ?? [];
  expect(add).toThrow(headline);
});
