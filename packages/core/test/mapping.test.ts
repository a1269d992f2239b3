import { MappingValue, ParameterMapping } from '@apigwv2-integrations/core';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, test } from 'vitest';

const value = apigwv2.MappingValue.requestHeader('from');

describe('ParameterMapping', () => {
  const calls = {
    appendHeader: (mapping: apigwv2.ParameterMapping) => mapping.appendHeader('name', value),
    overwriteHeader: (mapping: apigwv2.ParameterMapping) => mapping.overwriteHeader('name', value),
    removeHeader: (mapping: apigwv2.ParameterMapping) => mapping.removeHeader('name'),
    appendQueryString: (mapping: apigwv2.ParameterMapping) => mapping.appendQueryString('name', value),
    overwriteQueryString: (mapping: apigwv2.ParameterMapping) => mapping.overwriteQueryString('name', value),
    removeQueryString: (mapping: apigwv2.ParameterMapping) => mapping.removeQueryString('name'),
    overwritePath: (mapping: apigwv2.ParameterMapping) => mapping.overwritePath(value),
    custom: (mapping: apigwv2.ParameterMapping) => mapping.custom('myKey', 'myValue'),
  };

  test.each(Object.entries(calls))('%s maps like the CDK’s method, and returns our class', (_name, call) => {
    const ours = new ParameterMapping();

    expect(call(ours)).toBe(ours);
    expect(ours.mappings).toEqual(call(new apigwv2.ParameterMapping()).mappings);
    expect(ours).toBeInstanceOf(apigwv2.ParameterMapping);
  });

  test('has every method that the CDK has', () => {
    const methods = Object.getOwnPropertyNames(apigwv2.ParameterMapping.prototype).filter((name) => name !== 'constructor');

    expect(Object.keys(calls).sort()).toEqual(methods.sort());
  });

  test('fromObject and of return our class', () => {
    const object = { 'append:header.a': value, 'overwrite:path': apigwv2.MappingValue.requestPath() };

    for (const mapping of [ParameterMapping.fromObject(object), ParameterMapping.of(object)]) {
      expect(mapping).toBeInstanceOf(ParameterMapping);
      expect(mapping.mappings).toEqual(apigwv2.ParameterMapping.fromObject(object).mappings);
    }
  });

  test.each(['__proto__', 'constructor', 'toString'])('accepts the key %s', (key) => {
    const { mappings } = new ParameterMapping().custom(key, 'x').custom('other', 'y');

    expect(Object.entries(mappings)).toEqual([
      [key, 'x'],
      ['other', 'y'],
    ]);
  });
});

describe('MappingValue', () => {
  const factories = [
    'requestHeader',
    'requestQueryString',
    'requestBody',
    'requestPathParam',
    'contextVariable',
    'stageVariable',
    'custom',
  ] as const;

  test.each(factories)('%s writes the same value as the CDK, and returns our class', (name) => {
    expect(MappingValue[name]('some.name').value).toBe(apigwv2.MappingValue[name]('some.name').value);
    expect(MappingValue[name]('x')).toBeInstanceOf(MappingValue);
  });

  test('requestPath and NONE write the same value as the CDK', () => {
    expect(MappingValue.requestPath().value).toBe(apigwv2.MappingValue.requestPath().value);
    expect(MappingValue.NONE.value).toBe(apigwv2.MappingValue.NONE.value);
    expect(MappingValue.NONE).toBeInstanceOf(MappingValue);
  });

  test('has every factory that the CDK has', () => {
    const statics = Object.getOwnPropertyNames(apigwv2.MappingValue).filter(
      (name) => typeof Reflect.get(apigwv2.MappingValue, name) === 'function',
    );

    expect([...factories, 'requestPath'].sort()).toEqual(statics.sort());
  });
});
