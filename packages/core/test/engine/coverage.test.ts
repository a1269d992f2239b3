import { coverageOf, describeCoverage, type Template } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { httpApi, ofApi, v2 } from './template-support';

const route = ofApi('Route', { RouteKey: 'GET /a' });
const of = (Resources: object, rest: object = {}, more: Template[] = []) =>
  coverageOf([{ id: 'app', body: { Resources, ...rest } }, ...more]);
const sam = (type: string, Properties: object = {}) => ({ Type: `AWS::Serverless::${type}`, Properties });

describe('what the checks look at', () => {
  test('is counted', () => {
    expect(of({ Api: httpApi, Route: route, Other: ofApi('Route', { RouteKey: 'GET /b' }) })).toEqual({
      apis: 1,
      routes: 2,
      notChecked: [],
    });
    expect(coverageOf([{ id: 'none', body: undefined }])).toEqual({ apis: 0, routes: 0, notChecked: [] });
  });

  test.each<[string, object, object, string]>([
    ['an OpenAPI body', { Api: v2('Api', { Body: {} }) }, {}, '0 APIs, 0 routes checked; 1 API not checked: OpenAPI body'],
    [
      'an OpenAPI file',
      {
        A: v2('Api', { BodyS3Location: {} }),
        B: httpApi,
        C: v2('Api', { BodyS3Location: { Bucket: 'docs', Key: 'api.yaml' } }),
        D: v2('Api', { BodyS3Location: 'api.yaml' }),
        E: v2('Api', { BodyS3Location: { Bucket: { Ref: 'Docs' }, Key: 'api.yaml' } }),
      },
      {},
      '1 API, 0 routes checked; 2 APIs not checked: OpenAPI document in S3; 1 API not checked: OpenAPI document, s3://docs/api.yaml; 1 API not checked: OpenAPI document, api.yaml',
    ],
    [
      'APIs of SAM',
      { A: sam('HttpApi'), B: sam('HttpApi') },
      { Transform: 'AWS::Serverless-2016-10-31' },
      '0 APIs, 0 routes checked; 2 APIs not checked: SAM resource; not checked: resources that the transform AWS::Serverless-2016-10-31 adds',
    ],
    [
      'the API that SAM adds, once',
      {
        F: sam('Function', { Events: { A: { Type: 'HttpApi', Properties: {} }, B: { Type: 'HttpApi' } } }),
        G: sam('Function', { Events: { A: { Type: 'HttpApi' } } }),
        H: sam('Function', { Events: { A: { Type: 'HttpApi', Properties: { ApiId: { Ref: 'X' } } }, B: { Type: 'SQS' } } }),
      },
      {},
      '0 APIs, 0 routes checked; 1 API not checked: SAM resource',
    ],
    [
      'a nested stack that is missing',
      { Stack: { Type: 'AWS::CloudFormation::Stack', Properties: {} } },
      {},
      '0 APIs, 0 routes checked; 1 nested stack not checked: its template is not in the assembly',
    ],
    [
      'a loop over an unknown list',
      { 'Fn::ForEach::X': ['N', { Ref: 'Y' }, { 'R${N}': route }] },
      { Transform: 'AWS::LanguageExtensions' },
      '0 APIs, 0 routes checked; 1 loop not checked: its items are not in the template',
    ],
    [
      'included resources',
      { 'Fn::Transform': { Name: 'AWS::Include' }, R: { 'Fn::Transform': { Name: 'Other' } }, S: { 'Fn::Transform': 5 } },
      {},
      '0 APIs, 0 routes checked; 1 resource not checked: the transform AWS::Include; 1 resource not checked: the transform Other; 1 resource not checked: the transform',
    ],
  ])('does not include %s', (_what, resources, rest, line) => {
    expect(describeCoverage(of(resources, rest))).toBe(line);
  });

  test('includes loops over known lists, and nested stacks that are there', () => {
    const loop = { Api: httpApi, 'Fn::ForEach::X': ['N', ['a', 'b'], { 'R${N}': route }] };
    expect(of(loop, { Transform: 'AWS::LanguageExtensions' })).toEqual({ apis: 1, routes: 2, notChecked: [] });
    const nested = { id: 'nested', nestedIn: { id: 'app', logicalId: 'Stack' }, body: { Resources: { Route: route } } };
    expect(of({ Stack: { Type: 'AWS::CloudFormation::Stack', Properties: {} } }, {}, [nested])).toEqual({
      apis: 0,
      routes: 1,
      notChecked: [],
    });
  });

  test('names the template and the resource that are left out', () => {
    expect(of({ Api: v2('Api', { Body: {} }) }).notChecked).toEqual([
      { templateId: 'app', logicalId: 'Api', kind: 'API', reason: 'OpenAPI body' },
    ]);
  });
});
