import { ApiGatewayV2Checks } from '@apigwv2-integrations/checks';
import { PermissionScope } from '@apigwv2-integrations/core';
import { CfnCondition, Fn, Validations } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type CfnPermission, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import { type AppOfRoutes, appOfRoutes, sourcesOf, warningsOfCode } from './app-of-routes';
import { addRoutes, type Protocol, protocols } from './protocols';

const { ROUTE, METHOD, API } = PermissionScope;

function withRoutes(protocol: Protocol, count: number, permissionScope?: PermissionScope): AppOfRoutes {
  const made = appOfRoutes(protocol);
  addRoutes(made.routed, count, made.handler, { permissionScope });
  return made;
}

describe.each(protocols)('permissions of a $protocol API that do not fit into the policy', (protocol) => {
  test.each([ROUTE, METHOD])('cause a warning with the estimate if names could be short enough, with $name', (permissionScope) => {
    const { app, stack } = withRoutes(protocol, 53, permissionScope);
    const [warning, ...more] = warningsOfCode(app, 'LambdaPolicyTooLarge');

    expect(more).toEqual([]);
    expect(warning.path).toBe('Stack/Api');
    expect(warning.message).toMatch(
      /the 53 permissions on Stack\/Handler may need 2\d{4} bytes \(at least (1\d{4}|20[0-4]\d\d)\), but its policy is limited to 20480 bytes: .*PermissionScope\.API/,
    );
    expect(sourcesOf(stack)).toHaveLength(53);
  });

  test('cause an error if they exceed the limit even with the shortest names', () => {
    const { app } = withRoutes(protocol, 80, ROUTE);

    expect(() => app.synth()).toThrow(/\[Stack\/Api\] \[LambdaPolicyTooLarge\] the 80 permissions on Stack\/Handler may need \d+ bytes/);
  });

  test('are reported if nothing more can be folded', () => {
    const { app, handler } = withRoutes(protocol, 60, API);
    for (let index = 0; index < 57; index++) {
      const principal = new ServicePrincipal('s3.amazonaws.com');
      handler.addPermission(`Bucket${index}`, { principal, sourceArn: `arn:aws:s3:::bucket-with-quite-a-long-name-of-its-own-${index}` });
    }
    const [warning] = warningsOfCode(app, 'LambdaPolicyTooLarge');

    expect(warning.message).toMatch(/the 58 permissions on Stack\/Handler .*: remove other permissions on the function/);
  });
});

const [http] = protocols;

test('the error can be lowered with the context key and a reason', () => {
  const context = { '@apigwv2-integrations/core:loweredErrors': { LambdaPolicyTooLarge: 'the limit was raised, case 123' } };
  const { app, routed, handler } = appOfRoutes(http, { context });
  addRoutes(routed, 80, handler, { permissionScope: ROUTE });

  expect(warningsOfCode(app, 'LambdaPolicyTooLarge').map(({ path, message }) => [path, message.includes('case 123')])).toEqual([
    ['Stack/Api', true],
  ]);
});

test('permissions with a condition cause no error', () => {
  const { app, stack, routed } = withRoutes(http, 80, ROUTE);
  const condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals('a', 'b') });
  for (const { node } of routed.api.node.children.filter(({ node: { id } }) => id.startsWith('ANY-books')).slice(40)) {
    (node.findChild('Books-Permission') as CfnPermission).cfnOptions.condition = condition;
  }

  expect(warningsOfCode(app, 'LambdaPolicyTooLarge')).toHaveLength(1);
});

test.each([0, 7])('each condition applies only to its own permission: %i', (index) => {
  const most = (restrict: (permission: CfnPermission) => void) => {
    const { app, routed } = withRoutes(http, 53, ROUTE);
    restrict(routed.api.node.findChild(`ANY-books${index}`).node.findChild('Books-Permission') as CfnPermission);
    return Number(/may need (\d+) bytes/.exec(warningsOfCode(app, 'LambdaPolicyTooLarge')[0].message)?.[1]);
  };
  const without = most(() => undefined);
  const condition = ',"Bool":{"lambda:InvokedViaFunctionUrl":"true"}'.length;

  const more = most((permission) => Object.assign(permission, { invokedViaFunctionUrl: true })) - without;

  expect(more).toBeGreaterThanOrEqual(condition);
  expect(more).toBeLessThan(3 * condition);
});

test('the error disappears if there are fewer permissions', () => {
  const { app, routed, handler } = withRoutes(http, 80, ROUTE);
  expect(() => app.synth()).toThrow();
  for (const route of routed.api.node.children.filter(({ node }) => node.id.startsWith('ANY-books')).slice(20)) {
    routed.api.node.tryRemoveChild(route.node.id);
  }

  expect(() => app.synth({ force: true })).not.toThrow();
  expect(handler.node.path).toBe('Stack/Handler');
});

test('the plugin does not repeat the problem, and knows the same permissions', () => {
  const checked = (count: number, permissionScope?: PermissionScope) => {
    const { app } = withRoutes(http, count, permissionScope);
    const checks = new ApiGatewayV2Checks({ app });
    const validate = vi.spyOn(checks, 'validate');
    Validations.of(app).addPlugins(checks);
    app.synth();
    return validate.mock.results.flatMap(({ value }) => value.violations.map(({ ruleName }: { ruleName: string }) => ruleName));
  };

  expect(checked(53, ROUTE)).toEqual([]);
  expect(checked(48)).toEqual([]);
});

test('an imported function is identified by its name', () => {
  const { app, stack, routed } = appOfRoutes(http);
  const imported = LambdaFunction.fromFunctionName(stack, 'Imported', 'books');
  const again = LambdaFunction.fromFunctionName(stack, 'Again', 'books');
  addRoutes(routed, 30, imported);
  addRoutes(http.create(stack, 'Other'), 30, again);

  expect(sourcesOf(stack)).toEqual(['/*', '/*']);
  expect(warningsOfCode(app, 'FunctionPermissionsFolded')).toHaveLength(2);
});
