import { PermissionScope } from '@apigwv2-integrations/core';
import { Aspects, CfnCondition, CfnResource, Fn, type IAspect, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { type HttpApi, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnPermission, type Function as LambdaFunction, Version } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { handlerIn } from '../functions';
import { appOfRoutes, permissionsOf, sourcesOf, warningsOfCode, withRoutes } from './app-of-routes';
import { addRoutes, protocols } from './protocols';

const { ROUTE, METHOD, API } = PermissionScope;
const FEW = 40;
const MANY = 60;
const [http, webSocket] = protocols;

describe.each(protocols)('the permissions of a $protocol API', (protocol) => {
  test('remain one per route as long as all fit into the policy', () => {
    const { app, stack } = withRoutes(protocol, FEW);

    expect(sourcesOf(stack)).toHaveLength(FEW);
    expect(warningsOfCode(app, 'FunctionPermissionsFolded')).toEqual([]);
  });

  test('are replaced by one for the whole API if they may not fit, with one warning', () => {
    const { app, stack } = withRoutes(protocol, MANY);
    const [warning, ...more] = warningsOfCode(app, 'FunctionPermissionsFolded');

    expect(sourcesOf(stack)).toEqual(['/*']);
    expect(more).toEqual([]);
    expect(warning.path).toBe('Stack/Api');
    expect(warning.message).toMatch(
      /to invoke Stack\/Handler may not all fit into the 20480 bytes .* 60 permissions for routes of the API Stack\/Api were replaced by one in the stack Stack .*PermissionScope\.ROUTE/,
    );
  });

  test('cause no warning after it is acknowledged', () => {
    const { app, stack } = withRoutes(protocol, MANY);
    Validations.of(stack).acknowledge({ id: '@apigwv2-integrations/function-permissions-folded', reason: 'one team owns the API' });

    expect(warningsOfCode(app, 'FunctionPermissionsFolded')).toEqual([]);
    expect(sourcesOf(stack)).toEqual(['/*']);
  });

  test('are the same if the app is synthesized again, also with more routes', () => {
    const { app, stack, routed, handler } = withRoutes(protocol, MANY);
    app.synth();
    expect(sourcesOf(stack)).toEqual(['/*']);
    routed.route('late', handler);

    app.synth({ force: true });
    expect(sourcesOf(stack)).toEqual(['/*']);
    expect(warningsOfCode(app, 'FunctionPermissionsFolded')).toHaveLength(1);
  });

  test('have the same logical ID for any order of routes', () => {
    const idOf = (first: number) => {
      const { stack, routed, handler } = appOfRoutes(protocol);
      for (let index = 0; index < MANY; index++) {
        routed.route(`books${(index + first) % MANY}`, handler);
      }
      return Object.keys(permissionsOf(stack));
    };

    expect(idOf(0)).toHaveLength(1);
    expect(idOf(7)).toEqual(idOf(0));
  });

  test.each([ROUTE, METHOD])('remain one per route with $name', (permissionScope) => {
    const { app, stack } = withRoutes(protocol, 48, permissionScope);

    expect(sourcesOf(stack)).toHaveLength(48);
    expect(warningsOfCode(app, 'FunctionPermissionsFolded')).toEqual([]);
  });
});

describe('permissions that count', () => {
  const principal = new ServicePrincipal('s3.amazonaws.com');
  const fill = (handler: LambdaFunction, count: number, scope?: Construct) => {
    for (let index = 0; index < count; index++) {
      handler.addPermission(`Bucket${index}`, { scope, principal, sourceArn: `arn:aws:s3:::bucket-with-quite-a-long-name-${index}` });
    }
  };

  test('include other permissions on the function, added at any time', () => {
    const { stack, handler } = withRoutes(http, FEW - 10);
    fill(handler, 25);

    expect(sourcesOf(stack).filter((source) => String(source).startsWith('/*'))).toEqual(['/*']);
  });

  test('include those of the CDK’s integrations and of other stacks', () => {
    const { app, stack, routed, handler } = withRoutes(http, FEW - 10);
    const scope = new Stack(app, 'Other');
    const integration = new cdk.HttpLambdaIntegration('Cdk', handler);
    for (let index = 0; index < 25; index++) {
      const routeKey = HttpRouteKey.with(`/other${index}`);
      new HttpRoute(scope, `Route${index}`, { httpApi: routed.api as HttpApi, integration, routeKey });
    }

    expect(sourcesOf(scope)).toHaveLength(25);
    expect(sourcesOf(stack)).toEqual(['/*']);
  });

  test('include those that refer to the function by name', () => {
    const { stack, handler } = withRoutes(http, FEW - 10);
    for (let index = 0; index < 25; index++) {
      const sourceArn = `arn:aws:events:eu-west-1:123456789012:rule/rule-with-quite-a-long-name-${index}`;
      const { functionName } = handler;
      new CfnPermission(stack, `Rule${index}`, {
        functionName,
        sourceArn,
        principal: 'events.amazonaws.com',
        action: 'lambda:InvokeFunction',
      });
    }

    expect(sourcesOf(stack).filter((source) => String(source).startsWith('/*'))).toEqual(['/*']);
  });

  test('include those that are plain resources', () => {
    const { stack, handler } = withRoutes(http, FEW - 10);
    for (let index = 0; index < 25; index++) {
      const SourceArn = `arn:aws:events:eu-west-1:123456789012:rule/rule-with-quite-a-long-name-${index}`;
      const properties = {
        FunctionName: handler.functionArn,
        SourceArn,
        Principal: 'events.amazonaws.com',
        Action: 'lambda:InvokeFunction',
      };
      new CfnResource(stack, `Rule${index}`, { type: 'AWS::Lambda::Permission', properties });
    }

    expect(sourcesOf(stack).filter((source) => String(source).startsWith('/*'))).toEqual(['/*']);
  });

  test('exclude those of a version or an alias, which have a policy of their own', () => {
    const { app, stack, routed, handler } = appOfRoutes(http);
    const version = new Version(stack, 'Version', { lambda: handler });
    const alias = new Alias(stack, 'Alias', { aliasName: 'live', version });
    for (const [index, target] of [handler, version, alias].entries()) {
      addRoutes(routed, FEW - 4, target, { scope: new Stack(app, `Stack${index}`), id: 'Books' });
    }

    expect([0, 1, 2].map((index) => sourcesOf(app.node.findChild(`Stack${index}`) as Stack).length)).toEqual([36, 36, 36]);
    expect(sourcesOf(stack)).toEqual([]);
  });

  test('are counted for an alias with many routes', () => {
    const { stack, routed, handler } = appOfRoutes(http);
    const alias = new Alias(stack, 'Alias', { aliasName: 'live', version: handler.currentVersion });
    addRoutes(routed, MANY, alias);
    routed.route('one', handler);

    expect(sourcesOf(stack)).toEqual(['/*/*/one', '/*']);
    expect(Object.values(permissionsOf(stack)).map(({ Properties }) => Properties.FunctionName)).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^Handler/), 'Arn'] },
      { Ref: expect.stringMatching(/^Alias/) },
    ]);
  });
});

describe('folded permissions', () => {
  test('include those of several APIs, with one permission per API and stack', () => {
    const { app, stack, routed, handler } = withRoutes(http, 20);
    addRoutes(http.create(stack, 'Other'), 20, handler);
    const scope = new Stack(app, 'Elsewhere');
    addRoutes(routed, 20, handler, { scope });

    expect(sourcesOf(stack)).toEqual(['/*', '/*']);
    expect(sourcesOf(scope)).toEqual(['/*']);
    expect(warningsOfCode(app, 'FunctionPermissionsFolded').map(({ path }) => path)).toEqual(['Stack/Api', 'Stack/Api', 'Stack/Other']);
  });

  test('include those of an HTTP API and a WebSocket API', () => {
    const { app, stack, handler } = withRoutes(http, 30);
    addRoutes(webSocket.create(stack, 'Chat'), 30, handler);

    expect(sourcesOf(stack)).toEqual(['/*', '/*']);
    expect(warningsOfCode(app, 'FunctionPermissionsFolded').map(({ path }) => path)).toEqual(['Stack/Api', 'Stack/Chat']);
  });

  test('exclude the only permission of an API if enough space is saved without it', () => {
    const { stack, handler } = withRoutes(http, MANY);
    http.create(stack, 'Other').route('only', handler);

    expect(sourcesOf(stack)).toEqual(['/*/*/only', '/*']);
  });

  test('do not occur if each of many APIs has one route', () => {
    const { app, stack, handler } = withRoutes(http, 1);
    for (let index = 0; index < 35; index++) {
      http.create(stack, `Api${index}`).route('only', handler);
    }

    expect(sourcesOf(stack)).toHaveLength(36);
    expect(warningsOfCode(app, 'FunctionPermissionsFolded')).toEqual([]);
  });

  test('are replaced by an existing permission for the whole API', () => {
    const { stack, routed, handler } = withRoutes(http, MANY);
    routed.route('api', handler, { permissionScope: API });

    expect(sourcesOf(stack)).toEqual(['/*']);
  });

  test('exclude those with an explicit permission scope', () => {
    const { stack, routed, handler } = withRoutes(http, 30);
    addRoutes(http.create(stack, 'Other'), 20, handler, { permissionScope: ROUTE });
    routed.route('method', handler, { permissionScope: METHOD });

    expect(sourcesOf(stack)).toHaveLength(22);
  });

  test('exclude those with a condition', () => {
    const { stack, routes } = withRoutes(http, MANY);
    const { cfnOptions } = routes[3].node.findChild('Books-Permission') as CfnPermission;
    cfnOptions.condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals('a', 'b') });

    expect(sourcesOf(stack)).toEqual(['/*/*/books3', '/*']);
  });

  test.each([true, false])('keep a restriction that Aspects add to all of them: %s', (alike) => {
    const { app, stack, routes } = withRoutes(http, MANY);
    Aspects.of(app).add({
      visit: (construct) => {
        if (construct instanceof CfnPermission) {
          construct.sourceAccount = alike || construct.node.scope !== routes[3] ? stack.account : '123456789012';
        }
      },
    });
    const accounts = Object.values(permissionsOf(stack)).map(({ Properties: { SourceAccount } }) => SourceAccount);

    expect(accounts).toEqual(alike ? [{ Ref: 'AWS::AccountId' }] : ['123456789012', { Ref: 'AWS::AccountId' }]);
  });

  test('are folded with any restriction if the stack has an unrestricted one for the whole API', () => {
    const { app, stack, routed, routes, handler } = withRoutes(http, MANY);
    routed.route('api', handler, { permissionScope: API });
    (routes[3].node.findChild('Books-Permission') as CfnPermission).sourceAccount = '123456789012';
    app.synth();
    routed.route('late', handler);
    (routed.api.node.findChild('ANY-late').node.findChild('Books-Permission') as CfnPermission).sourceAccount = '123456789012';
    app.synth({ force: true });

    expect(sourcesOf(stack).slice(-1)).toEqual(['/*']);
    expect(sourcesOf(stack)).not.toContain('/*/*/late');
  });

  test('include those in a nested stack and in a stage', () => {
    const { app } = withRoutes(http, 1);
    const stack = new Stack(new Stage(app, 'Stage'), 'Stack');
    const nested = new NestedStack(stack, 'Nested');
    const handler = handlerIn(stack);
    addRoutes(http.create(stack, 'Api'), MANY, handler, { scope: nested });
    app.synth();

    expect(sourcesOf(nested)).toEqual(['/*']);
    expect(sourcesOf(stack)).toEqual([]);
  });

  test.each([true, false])('include those of routes that an Aspect adds, with stabilized Aspects: %s', (stabilized) => {
    const { app, stack, routed, handler } = appOfRoutes(http, { context: { '@aws-cdk/core:aspectStabilization': stabilized } });
    const aspect: IAspect = {
      visit: (construct) => {
        if (construct === routed.api && routed.api.node.tryFindChild('ANY-books0') === undefined) {
          addRoutes(routed, MANY, handler);
        }
      },
    };
    Aspects.of(routed.api).add(aspect);
    app.synth();

    expect(sourcesOf(stack)).toEqual(['/*']);
    expect(warningsOfCode(app, 'FunctionPermissionsFolded')).toHaveLength(1);
  });
});
