import { describe, expect, test } from 'vitest';
import { checkTemplates, isComplete, Resolver, Resources, type Template, type TemplatePart } from '../../../src/engine';

const part = (name: string, logicalId: string, place: { logicalId: string; property: string }): [string, TemplatePart] => [
  name,
  { name: 'GET /a', logicalId, locate: () => place },
];

/** An API whose integration is written in its document, with a timeout that the service refuses. */
const template = (parts: readonly [string, TemplatePart][]): Template => ({
  id: 'app',
  body: {
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'books', ProtocolType: 'HTTP' } },
      Fn: { Type: 'AWS::Lambda::Function', Properties: {} },
      'Api/Int': {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] },
          PayloadFormatVersion: '2.0',
          TimeoutInMillis: 1,
        },
      },
    },
  },
  parts: new Map(parts),
});

describe('a resource that is written as a part of another one', () => {
  const property = 'Properties/Body/paths/~1a/get';

  test('has its findings where it is written', () => {
    const [finding] = checkTemplates([template([part('Api/Int', 'Api', { logicalId: 'Api', property })])]);

    expect(finding).toMatchObject({ code: 'TimeoutOutOfRange', logicalId: 'Api', property });
  });

  test('can be written in a third resource', () => {
    const place = { logicalId: 'Fn', property: 'Properties/Events/Get' };
    const [finding] = checkTemplates([template([part('Api/Int', 'Api', place)])]);

    expect(finding).toMatchObject({ logicalId: 'Fn', property: place.property });
  });

  test('has its findings at its owner if the third resource is missing', () => {
    const [finding] = checkTemplates([template([part('Api/Int', 'Api', { logicalId: 'Gone', property })])]);

    expect(finding).toMatchObject({ logicalId: 'Api', property });
  });

  test('stands for itself without its owner', () => {
    const [finding] = checkTemplates([template([part('Api/Int', 'Gone', { logicalId: 'Gone', property })])]);

    expect(finding).toMatchObject({ logicalId: 'Api/Int', property: 'Properties/TimeoutInMillis' });
  });

  test('has the name of its owner', () => {
    const home = template([part('Api/Int', 'Api', { logicalId: 'Api', property })]);
    const found = new Resources([home]).find(home, 'Api/Int');

    expect(found?.nameIn(home)).toBe('Api/GET /a');
    expect(found?.location.logicalId).toBe('Api');
  });
});

test('a partial template is not complete', () => {
  const complete = template([]);
  const partial = { ...complete, isPartial: true };

  expect(isComplete(complete, new Resolver(new Resources([complete])))).toBe(true);
  expect(isComplete(partial, new Resolver(new Resources([partial])))).toBe(false);
});
