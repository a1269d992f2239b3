import { ParameterMapping, PermissionScope } from '@apigwv2-integrations/core';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { handlerIn } from '../functions';
import { type AppOfRoutes, appOfRoutes } from '../permissions/app-of-routes';
import { addRoutes, protocols } from '../permissions/protocols';
import { asksFor, walksOf } from './walks';

const FEW = 5;
const MANY = 80;
const [http] = protocols;

/** How often the stack is walked for so many routes: while they are added, and when the app is synthesized. */
function walksFor(count: number, made: AppOfRoutes, add: (made: AppOfRoutes, count: number) => void) {
  const { node } = made.stack;
  return { adding: walksOf(node, () => add(made, count)), synth: walksOf(node, () => made.app.synth()) };
}

const { AUTO, ROUTE, METHOD, API } = PermissionScope;

describe.each(protocols)('routes of a $protocol API', (protocol) => {
  // Many routes are folded where nothing is asked for.
  test.each([AUTO, ROUTE, METHOD, API])('walk the tree as often however many there are, with scope $name', (permissionScope) => {
    const context = { '@apigwv2-integrations/core:loweredErrors': { LambdaPolicyTooLarge: 'nothing is deployed' } };
    const walks = (count: number) =>
      walksFor(count, appOfRoutes(protocol, { context }), ({ routed, handler }) => addRoutes(routed, count, handler, { permissionScope }));
    const few = walks(FEW);

    expect(walks(MANY)).toEqual(few);
    expect(few.adding).toBe(0);
    expect(few.synth).toBeGreaterThan(0);
  });
});

test('dependencies are looked for once, however many functions have too many routes', () => {
  const asked = (count: number) => {
    const { app, stack, routed } = appOfRoutes(http);
    for (let index = 0; index < count; index++) {
      addRoutes(routed, MANY, handlerIn(stack, `Handler${index}`), { scope: new Construct(stack, `Scope${index}`) });
    }
    return asksFor('dependencies', stack.node, () => app.synth());
  };
  const once = asked(1);

  expect(asked(3)).toBe(once);
  expect(once).toBeGreaterThan(0);
});

test('mappings are checked without a walk', () => {
  const walks = (count: number) =>
    walksFor(count, appOfRoutes(http), ({ routed }) => {
      for (let index = 0; index < count; index++) {
        const parameterMapping = new ParameterMapping().removeHeader('x-internal');
        const integration = new HttpUrlIntegration('Docs', 'https://docs.example.com', { parameterMapping });
        (routed.api as HttpApi).addRoutes({ path: `/docs${index}`, methods: [HttpMethod.GET], integration });
      }
    });

  expect(walks(MANY)).toEqual(walks(FEW));
});

test('the count of walks tells the CDK’s own way, a walk a route', () => {
  const walks = walksFor(FEW, appOfRoutes(http), ({ routed, handler }, count) => {
    const integration = new cdk.HttpLambdaIntegration('Cdk', handler, { scopePermissionToRoute: false });
    for (let index = 0; index < count; index++) {
      (routed.api as HttpApi).addRoutes({ path: `/cdk${index}`, methods: [HttpMethod.GET], integration });
    }
  });

  expect(walks.adding).toBeGreaterThanOrEqual(FEW);
});
