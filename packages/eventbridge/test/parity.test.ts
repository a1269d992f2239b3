import { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpIntegrationSubtype, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus, type EventBusReference } from 'aws-cdk-lib/aws-events';
import { expectSameTemplate } from 'test-support/parity/expect-same-template';
import type { Options } from 'test-support/variant';
import { describe, test } from 'vitest';
import { busIn } from './variants';

const ARN = 'arn:aws:events:eu-west-1:111111111111:event-bus/orders';
const REGION = { env: { account: '111111111111', region: 'eu-west-1' } };

const mapping = () =>
  new ParameterMapping().custom('Detail', '$request.body').custom('DetailType', 'order').custom('Source', '$context.apiId');

/** Until the CDK names the bus. */
const MISSING = 'event-bus-missing';

function compare(makeBus: (stack: Stack) => EventBusReference, options: () => Options = () => ({}), expected: string[] = [], props = {}) {
  expectSameTemplate(
    (app, { HttpEventBridgeIntegration }) => {
      const stack = new Stack(app, 'Stack', props);
      const integration = new HttpEventBridgeIntegration('Orders', { eventBusRef: makeBus(stack), ...options() });
      new HttpApi(stack, 'Api').addRoutes({ path: '/orders', integration });
    },
    ...expected,
  );
}

describe('a drop-in with', () => {
  test.each<[string, (stack: Stack) => EventBusReference]>([
    ['a bus', (stack) => busIn(stack).eventBusRef],
    ['an imported bus, by ARN', (stack) => EventBus.fromEventBusArn(stack, 'Bus', ARN).eventBusRef],
    ['an imported bus, by name', (stack) => EventBus.fromEventBusName(stack, 'Bus', 'orders').eventBusRef],
    ['a bus that is known by its names alone', () => ({ eventBusArn: 'orders', eventBusName: 'orders' })],
  ])('%s', (_what, makeBus) => {
    compare(makeBus, undefined, [MISSING]);
    compare(makeBus, undefined, [MISSING], REGION);
  });

  test('adds the bus to a mapping without one', () => {
    compare(
      (stack) => busIn(stack).eventBusRef,
      () => ({ parameterMapping: mapping() }),
      [MISSING],
    );
  });

  test('keeps another bus in a mapping', () => {
    compare(
      (stack) => busIn(stack).eventBusRef,
      () => ({ parameterMapping: mapping().custom('EventBusName', 'others') }),
    );
  });
});

describe('deliberate differences', () => {
  test('with one mapping for two buses', () => {
    expectSameTemplate(
      (app, { HttpEventBridgeIntegration }) => {
        const stack = new Stack(app, 'Stack');
        const api = new HttpApi(stack, 'Api');
        const parameterMapping = mapping();
        for (const id of ['Orders', 'Payments']) {
          const { eventBusRef } = busIn(stack, id);
          api.addRoutes({ path: `/${id}`, integration: new HttpEventBridgeIntegration(id, { eventBusRef, parameterMapping }) });
        }
      },
      'one-mapping-for-two-buses',
      MISSING,
    );
  });

  test('with a bus of another region', () => {
    const arn = ARN.replace('eu-west-1', 'us-east-1');
    compare((stack) => EventBus.fromEventBusArn(stack, 'Bus', arn).eventBusRef, undefined, ['service-in-another-region', MISSING], REGION);
  });

  test.each<[string, (stack: Stack) => EventBusReference]>([
    ['of its own', (stack) => new EventBus(stack, 'Bus', { eventBusName: 'orders' }).eventBusRef],
    ['by name', (stack) => EventBus.fromEventBusName(stack, 'Bus', 'orders').eventBusRef],
  ])('with a bus of a stack in another region, %s', (_what, makeBus) => {
    expectSameTemplate(
      (app, { HttpEventBridgeIntegration }) => {
        const there = new Stack(app, 'There', { env: { ...REGION.env, region: 'us-east-1' } });
        const integration = new HttpEventBridgeIntegration('Orders', { eventBusRef: makeBus(there) });
        new HttpApi(new Stack(app, 'Here', REGION), 'Api').addRoutes({ path: '/orders', integration });
      },
      'service-in-another-region',
      MISSING,
    );
  });

  test('with a subtype of another service', () => {
    compare(
      (stack) => busIn(stack).eventBusRef,
      () => ({ subtype: HttpIntegrationSubtype.SQS_PURGE_QUEUE }),
      ['refused-by-both'],
    );
  });

  test('with a mapping without what the service requires', () => {
    compare(
      (stack) => busIn(stack).eventBusRef,
      () => ({ parameterMapping: new ParameterMapping().custom('Detail', '$request.body') }),
      ['refused-at-synth'],
    );
  });
});
