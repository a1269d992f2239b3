import { PermissionScope } from '@apigwv2-integrations/core';
import { NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alias, Version } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test } from 'vitest';
import { handlerIn } from '../functions';
import { appOfRoutes, permissionsOf, sourcesOf } from './app-of-routes';
import { addRoutes, protocols } from './protocols';

const { ROUTE, METHOD, API, AUTO } = PermissionScope;
const [http] = protocols;

describe.each(protocols)('the permissions of $protocol APIs', (protocol) => {
  const names = ['books', '$default', 'shelves'];
  test.each([
    ['ROUTE', ROUTE, names.map((name) => protocol.sources(name).route)],
    ['METHOD', METHOD, names.map((name) => protocol.sources(name).method)],
    ['API', API, [protocol.sources('').api]],
    ['AUTO', AUTO, names.map((name) => protocol.sources(name).route)],
    ['none', undefined, names.map((name) => protocol.sources(name).route)],
  ])('with scope %s', (_, permissionScope, expected) => {
    const { stack, routed, handler } = appOfRoutes(protocol);
    for (const name of names) {
      routed.route(name, handler, { permissionScope });
    }

    expect(sourcesOf(stack)).toEqual(expected);
  });

  test('are separate for each function, version and alias', () => {
    const { stack, routed, handler } = appOfRoutes(protocol);
    const version = new Version(stack, 'Version', { lambda: handler });
    const alias = new Alias(stack, 'Alias', { aliasName: 'live', version });
    for (const [index, target] of [handler, version, alias].entries()) {
      routed.route(`a${index}`, target, { permissionScope: API });
      routed.route(`b${index}`, target, { permissionScope: API });
    }

    expect(Object.values(permissionsOf(stack)).map(({ Properties }) => Properties.FunctionName)).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^Handler/), 'Arn'] },
      { Ref: expect.stringMatching(/^Version/) },
      { Ref: expect.stringMatching(/^Alias/) },
    ]);
  });

  test('for whole APIs exist once per API and stack', () => {
    const { app, stack, routed, handler } = appOfRoutes(protocol);
    const other = protocol.create(stack, 'Other');
    const elsewhere = new Stack(app, 'Elsewhere');
    for (const scope of [undefined, elsewhere]) {
      addRoutes(routed, 2, handler, { permissionScope: API, scope });
    }
    addRoutes(other, 2, handler, { permissionScope: API });

    expect(sourcesOf(stack)).toEqual(['/*', '/*']);
    expect(sourcesOf(elsewhere)).toEqual(['/*']);
  });

  test('of a nested stack and of a stage are created there', () => {
    const { app } = appOfRoutes(protocol);
    const stack = new Stack(new Stage(app, 'Stage'), 'Stack');
    const nested = new NestedStack(stack, 'Nested');
    const handler = handlerIn(stack);
    addRoutes(protocol.create(stack, 'Api'), 2, handler, { permissionScope: API, scope: nested });
    addRoutes(protocol.create(stack, 'Two'), 2, handler, { permissionScope: ROUTE });

    expect(sourcesOf(nested)).toEqual(['/*']);
    expect(sourcesOf(stack)).toHaveLength(2);
  });
});

test('METHOD distinguishes the methods of an HTTP API, ROUTE does not', () => {
  const sources = (permissionScope: PermissionScope) => {
    const { stack, routed, handler } = appOfRoutes(http);
    for (const method of [HttpMethod.GET, HttpMethod.POST, HttpMethod.ANY]) {
      routed.route('books', handler, { method, permissionScope });
    }
    return sourcesOf(stack);
  };

  expect(sources(METHOD)).toEqual(['/*/GET/books', '/*/POST/books', '/*/*/books']);
  expect(sources(ROUTE)).toEqual(['/*/*/books', '/*/*/books', '/*/*/books']);
});
