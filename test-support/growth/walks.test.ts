import { ParameterMapping, PermissionScope } from '@apigwv2-integrations/core';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct, Node } from 'constructs';
import { describe, expect, test } from 'vitest';
import { handlerIn } from '../functions';
import { type AppOfRoutes, appOfRoutes } from '../permissions/app-of-routes';
import { addRoutes, protocols } from '../permissions/protocols';

const FEW = 5;
const MANY = 80;
const [http] = protocols;

/** Counts the walks of the stack for a number of routes: while they are added, and at synthesis. */
function walksFor(count: number, made: AppOfRoutes, add: (made: AppOfRoutes, count: number) => void) {
  const { node } = made.stack;
  return { adding: walksDuring(node, () => add(made, count)), synth: walksDuring(node, () => made.app.synth()) };
}

/** Counts the reads of a construct's children during an action. Each walk of the tree reads them once. */
function walksDuring(node: Node, act: () => void): number {
  return readsOf('children', node, act);
}

/** Counts the reads of a property of a construct's node during an action. */
function readsOf(property: 'children' | 'dependencies', node: Node, act: () => void): number {
  const descriptor = Object.getOwnPropertyDescriptor(Node.prototype, property) as { get(): unknown };
  let reads = 0;
  Object.defineProperty(Node.prototype, property, {
    ...descriptor,
    get(this: Node) {
      reads += this === node ? 1 : 0;
      return descriptor.get.call(this);
    },
  });
  try {
    act();
  } finally {
    Object.defineProperty(Node.prototype, property, descriptor);
  }
  return reads;
}

const { AUTO, ROUTE, METHOD, API } = PermissionScope;

describe.each(protocols)('routes of a $protocol API', (protocol) => {
  // Without an option, the permissions of many routes are folded.
  test.each([AUTO, ROUTE, METHOD, API])('cause a constant number of tree walks, with scope $name', (permissionScope) => {
    const context = { '@apigwv2-integrations/core:loweredErrors': { LambdaPolicyTooLarge: 'nothing is deployed' } };
    const walks = (count: number) =>
      walksFor(count, appOfRoutes(protocol, { context }), ({ routed, handler }) => addRoutes(routed, count, handler, { permissionScope }));
    const few = walks(FEW);

    expect(walks(MANY)).toEqual(few);
    expect(few.adding).toBe(0);
    expect(few.synth).toBeGreaterThan(0);
  });
});

test('dependencies are searched once, for any number of functions with too many routes', () => {
  const readsFor = (count: number) => {
    const { app, stack, routed } = appOfRoutes(http);
    for (let index = 0; index < count; index++) {
      addRoutes(routed, MANY, handlerIn(stack, `Handler${index}`), { scope: new Construct(stack, `Scope${index}`) });
    }
    return readsOf('dependencies', stack.node, () => app.synth());
  };
  const once = readsFor(1);

  expect(readsFor(3)).toBe(once);
  expect(once).toBeGreaterThan(0);
});

test('checking mappings does not walk the tree', () => {
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

test('the count detects the walk per route of the CDK’s own class', () => {
  const walks = walksFor(FEW, appOfRoutes(http), ({ routed, handler }, count) => {
    const integration = new cdk.HttpLambdaIntegration('Cdk', handler, { scopePermissionToRoute: false });
    for (let index = 0; index < count; index++) {
      (routed.api as HttpApi).addRoutes({ path: `/cdk${index}`, methods: [HttpMethod.GET], integration });
    }
  });

  expect(walks.adding).toBeGreaterThanOrEqual(FEW);
});
