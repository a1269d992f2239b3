import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../command';
import type { BaseFolder } from './base-folder';
import type { NpmClient } from './npm-client';

/** Uses objects of one copy of core with the other copy: mappings with static text, evaluation and errors. */
const PROGRAM = `
const { deepStrictEqual, notStrictEqual, ok, throws } = require('node:assert');
const { App, Stack } = require('aws-cdk-lib');
const { Template } = require('aws-cdk-lib/assertions');
const { HttpApi } = require('aws-cdk-lib/aws-apigatewayv2');
const { HttpUrlIntegration } = require('@apigwv2-integrations/url');
const ours = require('@apigwv2-integrations/core');
const other = require('another-core');

notStrictEqual(ours.ParameterMapping, other.ParameterMapping);

const price = 'costs $5';
const parameterMapping = new other.ParameterMapping().overwriteHeader('x-text', other.MappingValue.text(price)).removeHeader('x-debug');
const responseParameterMapping = new other.ResponseParameterMapping().overwriteStatusCode(404, '403');
deepStrictEqual(ours.MappingEvaluator.request(parameterMapping, { headers: { 'x-debug': '1' } }).headers, { 'x-text': price });
deepStrictEqual(ours.MappingEvaluator.response(responseParameterMapping, { statusCode: 404 }).statusCode, 403);

const misread = new other.ParameterMapping().overwriteHeader('x-text', other.MappingValue.text('$request.path'));
throws(() => ours.MappingEvaluator.request(misread, {}), (error) => error.message.includes('[TextIsExpression]') && other.IntegrationErrors.is(error));

const stack = new Stack(new App(), 'Stack');
const api = new HttpApi(stack, 'Api');
const integration = new HttpUrlIntegration('Books', 'https://books.example.com', { parameterMapping, responseParameterMapping });
api.addRoutes({ path: '/books', integration });
Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
  RequestParameters: { 'overwrite:header.x-text': price, 'remove:header.x-debug': '' },
  ResponseParameters: { 404: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '403' }] } },
});

try {
  api.addRoutes({ path: '/other', integration: new HttpUrlIntegration('Other', 'ftp://x') });
  throw new Error('ftp://x was accepted');
} catch (error) {
  ok(other.IntegrationErrors.is(error), String(error));
  ok(!other.IntegrationErrors.is(new Error('no integration')));
}
`;

/** Two copies of core in one tree, as npm installs them for incompatible ranges. */
export function checkTwoCores(base: BaseFolder, work: string, npm: NpmClient): void {
  const folder = base.copy(join(work, 'two-cores'));
  npm.install(folder, ['@apigwv2-integrations/url', 'another-core@npm:@apigwv2-integrations/core']);
  writeFileSync(join(folder, 'app.cjs'), PROGRAM);
  command(process.execPath, ['app.cjs'], { cwd: folder, env: { CDK_VALIDATION: 'false' } });
}
