import {
  MappingValue,
  ParameterMapping,
  ResponseMappingValue,
  ResponseParameterMapping,
  WebSocketContextVariable,
  WebSocketMappingValue,
  WebSocketParameterMapping,
} from '@apigwv2-integrations/core';
import { Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, test } from 'vitest';
import { familyExports, httpVariants, integrationClasses, variants, webSocketVariants } from '../family';
import { resourcesOf, synthesize } from '../synthesize';
import { type IntegrationVariant, mappingFor } from '../variant';

const all = await variants();
const http = await httpVariants();
const webSocket = await webSocketVariants();
const classes = await integrationClasses();
const family = await familyExports();

interface CommonOption {
  readonly value: unknown;
  readonly property: string;
  readonly expected: unknown;
}

/** Each common option of HTTP APIs, a value of it, and what the template must then have. */
const commonOptions = {
  description: { value: 'What it is for', property: 'Description', expected: 'What it is for' },
  timeout: { value: Duration.seconds(30), property: 'TimeoutInMillis', expected: 30_000 },
  parameterMapping: {
    value: new ParameterMapping().appendHeader('header2', MappingValue.requestHeader('header1')).removeHeader('header1'),
    property: 'RequestParameters',
    expected: { 'append:header.header2': '$request.header.header1', 'remove:header.header1': '' },
  },
  responseParameterMapping: {
    value: new ResponseParameterMapping().appendHeader(200, 'x-a', ResponseMappingValue.header('b')),
    property: 'ResponseParameters',
    expected: { 200: { ResponseParameters: [{ Destination: 'append:header.x-a', Source: '$response.header.b' }] } },
  },
};

/** A service's mapping has the service's own parameters. */
function commonOptionsOf(variant: IntegrationVariant): Record<string, CommonOption> {
  const { parameterMapping, ...others } = commonOptions;
  const value = mappingFor(variant, parameterMapping.value.mappings);
  return { ...others, parameterMapping: { ...parameterMapping, value, expected: value.mappings } };
}

/** Each common option of WebSocket APIs. */
const webSocketOptions = {
  description: { value: 'What it is for', property: 'Description', expected: 'What it is for' },
  timeout: { value: Duration.seconds(29), property: 'TimeoutInMillis', expected: 29_000 },
  contentHandling: {
    value: apigwv2.ContentHandling.CONVERT_TO_TEXT,
    property: 'ContentHandlingStrategy',
    expected: 'CONVERT_TO_TEXT',
  },
  parameterMapping: {
    value: new WebSocketParameterMapping().header('id', WebSocketMappingValue.context(WebSocketContextVariable.CONNECTION_ID)),
    property: 'RequestParameters',
    expected: expect.objectContaining({ 'integration.request.header.id': 'context.connectionId' }),
  },
};

test('every integration class of the repository has a variant', () => {
  expect(Object.keys(classes).length).toBeGreaterThan(0);
  expect(all.map(({ className }) => className).sort()).toEqual(Object.keys(classes).sort());
});

describe.each(http)('$className', (variant) => {
  const { create } = variant;
  const integrationWith = (options: object) => {
    const templates = synthesize((app) => {
      const stack = new Stack(app, 'Stack');
      new apigwv2.HttpApi(stack, 'Api').addRoutes({ path: '/books', integration: create(family, stack, 'Integration', options) });
    });
    return resourcesOf(templates, 'AWS::ApiGatewayV2::Integration')[0];
  };

  test.each(Object.entries(commonOptionsOf(variant)))('brings %s to the template', (name, { value, property, expected }) => {
    expect(integrationWith({ [name]: value })[property]).toEqual(expected);
    expect(integrationWith({})[property]).not.toEqual(expected);
  });

  test('takes the mapping of the CDK as well, and writes to neither', () => {
    for (const mapping of [new ParameterMapping(), new apigwv2.ParameterMapping()]) {
      const { mappings } = mappingFor(variant, { 'append:header.a': '$request.header.b' });
      Object.freeze(Object.assign(mapping.mappings, mappings));

      expect(integrationWith({ parameterMapping: mapping }).RequestParameters).toMatchObject(mappings);
    }
  });
});

describe.each(webSocket)('$className', ({ create }) => {
  const integrationWith = (options: object) => {
    const templates = synthesize((app) => {
      const stack = new Stack(app, 'Stack');
      new apigwv2.WebSocketApi(stack, 'Api').addRoute('send', { integration: create(family, stack, 'Integration', options) });
    });
    return resourcesOf(templates, 'AWS::ApiGatewayV2::Integration')[0];
  };

  test.each(Object.entries(webSocketOptions))('brings %s to the template', (name, { value, property, expected }) => {
    expect(integrationWith({ [name]: value })[property]).toEqual(expected);
    expect(integrationWith({})[property]).not.toEqual(expected);
  });
});
