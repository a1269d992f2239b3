import { SERVICE_SUBTYPES } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { integration } from '../support';
import { diagnosticTexts, planOf, servedIntegration, unservedBecause } from './support';

const withService = (IntegrationSubtype: unknown, RequestParameters: object = {}, more: object = {}) =>
  planOf({
    Int: integration({ IntegrationUri: undefined, PayloadFormatVersion: '1.0', IntegrationSubtype, RequestParameters, ...more }),
    Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
  });

const MESSAGE = { QueueUrl: { Ref: 'Jobs' }, MessageBody: '$request.body' };

describe('an integration of an AWS service', () => {
  test.each(SERVICE_SUBTYPES.map((each) => [each.subtype, each] as const))('%s', (subtype, known) => {
    const parameters = known.parameters.map(({ name }) => [name, `$request.header.${name}`] as const);
    const plan = withService(subtype, Object.fromEntries(parameters));
    expect(servedIntegration(plan)).toMatchObject({
      target: { kind: 'service', subtype, parameters, region: 'us-east-1' },
      requestMapping: [],
    });
    expect(diagnosticTexts(plan)).toEqual([]);
  });

  test('resolves parameters locally, and keeps the response mapping', () => {
    const plan = withService('SQS-SendMessage', MESSAGE, {
      PayloadFormatVersion: undefined,
      ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '202' }] } },
    });
    const { target, responseMapping } = servedIntegration(plan);
    expect(target).toMatchObject({ parameters: [['QueueUrl', expect.stringMatching(/\/jobs$/)], expect.anything()] });
    expect(responseMapping).toEqual(new Map([[200, [['overwrite:statuscode', '202']]]]));
  });

  test('omits and reports unknown parameters', () => {
    const plan = withService('SQS-SendMessage', { ...MESSAGE, MessageGruopId: 'a', Nothing: 'b' });
    expect(servedIntegration(plan).target).toMatchObject({
      parameters: [
        ['QueueUrl', expect.anything()],
        ['MessageBody', '$request.body'],
      ],
    });
    expect(diagnosticTexts(plan)).toEqual([
      'SQS-SendMessage has no parameter MessageGruopId, so it is left out here: did you mean MessageGroupId?',
      expect.stringMatching(/^SQS-SendMessage has no parameter Nothing, so it is left out here: it has QueueUrl, MessageBody, Delay/),
    ]);
  });

  test.each<[string, unknown, object, object, RegExp]>([
    ['an unknown subtype', 'SNS-Publish', {}, {}, /^the service has no subtype SNS-Publish: it has EventBridge-PutEvents, SQS-/],
    ['a misspelt subtype', 'SQS-SendMesage', {}, {}, /no subtype SQS-SendMesage: did you mean SQS-SendMessage\?$/],
    ['a missing parameter', 'SQS-SendMessage', { QueuUrl: 'a' }, {}, /^the service refuses it without QueueUrl and MessageBody: give/],
    ['an empty parameter', 'SQS-PurgeQueue', { QueueUrl: '' }, {}, /^the service refuses it without QueueUrl: /],
    ['another payload format', 'SQS-SendMessage', MESSAGE, { PayloadFormatVersion: '2.0' }, /PayloadFormatVersion, 2\.0: write 1\.0$/],
    ['another type', 'SQS-SendMessage', MESSAGE, { IntegrationType: 'HTTP_PROXY' }, /^HTTP APIs have no HTTP_PROXY integrations/],
  ])('is rejected because of %s', (_, subtype, parameters, more, reason) => {
    expect(unservedBecause(withService(subtype, parameters, more))).toMatch(reason);
  });
});
