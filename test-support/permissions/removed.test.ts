import { PermissionScope } from '@apigwv2-integrations/core';
import type { IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { appOfRoutes, permissionsOf, sourcesOf, warningsOfCode, withRoutes } from './app-of-routes';
import { addRoutes, protocols } from './protocols';

const { API } = PermissionScope;
const MANY = 60;

const remove = (routes: readonly IConstruct[]) => {
  for (const { node } of routes) {
    node.scope?.node.tryRemoveChild(node.id);
  }
};

describe.each(protocols)('after routes of a $protocol API are removed from the tree', (protocol) => {
  test('a later route gets the permission for the whole API that was removed with the first', () => {
    const { stack, routed, handler } = appOfRoutes(protocol);
    remove([routed.route('first', handler, { permissionScope: API })]);
    routed.route('second', handler, { permissionScope: API });

    expect(sourcesOf(stack)).toEqual(['/*']);
  });

  test('the remaining routes have permissions as if there had been no others', () => {
    const idsOf = (gone: readonly string[]) => {
      const { stack, routed, handler } = appOfRoutes(protocol);
      const routes = [...gone, 'left', 'last'].map((name) => routed.route(name, handler, { permissionScope: API }));
      remove(routes.slice(0, gone.length));
      return Object.keys(permissionsOf(stack));
    };

    expect(idsOf(['first', 'second'])).toEqual(idsOf([]));
    expect(idsOf([])).toHaveLength(1);
  });

  test('the permission for the whole API is removed if no route needs it', () => {
    const { stack, routed, handler } = appOfRoutes(protocol);
    remove(addRoutes(routed, 2, handler, { permissionScope: API }));

    expect(sourcesOf(stack)).toEqual([]);
  });

  test('permissions are not folded into one that was removed with its route', () => {
    const { app, stack, routed, handler } = appOfRoutes(protocol);
    const route = routed.route('first', handler, { permissionScope: API });
    addRoutes(routed, MANY, handler);
    app.synth();
    expect(sourcesOf(stack)).toEqual(['/*']);
    remove([route]);
    app.synth({ force: true });

    expect(sourcesOf(stack)).toEqual(['/*']);
  });

  test('only remaining permissions count, are folded and are reported', () => {
    const { app, stack, routes, routed, handler } = withRoutes(protocol, MANY);
    const other = addRoutes(protocol.create(stack, 'Other'), MANY, handler);
    remove([...routes.slice(30), ...other]);
    expect(sourcesOf(stack)).toHaveLength(30);

    routed.route('more', handler);
    remove(Array.from({ length: 30 }, (_, index) => routed.route(`late${index}`, handler)).slice(25));
    app.synth({ force: true });
    expect(sourcesOf(stack)).toEqual(['/*']);
    expect(warningsOfCode(app, 'FunctionPermissionsFolded')).toEqual([
      { path: 'Stack/Api', message: expect.stringContaining('so 56 permissions for routes of the API Stack/Api were replaced') },
    ]);
  });
});
