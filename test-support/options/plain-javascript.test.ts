import { IntegrationErrors, PermissionScope } from '@apigwv2-integrations/core';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, test } from 'vitest';
import { familyExports, variants } from '../family';
import { warningsIn } from '../problems';
import type { IntegrationVariant, Options, WebSocketVariant } from '../variant';
import { requiredOf } from './declared-options';

// biome-ignore lint/suspicious/noExplicitAny: plain JavaScript can pass values of any type
const family = (await familyExports()) as Record<string, any>;
const all = await variants();
const http = all.filter(({ protocol }) => protocol !== 'WEBSOCKET');
const webSocket = all.filter(({ protocol }) => protocol === 'WEBSOCKET');
const withFunctions = all.filter(({ className }) => className.endsWith('LambdaIntegration'));

/** The codes and message of the error, and the warnings, of an integration on a route. */
function reported({ protocol }: IntegrationVariant | WebSocketVariant, make: (stack: Stack) => unknown) {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Stack');
  const api = protocol === 'WEBSOCKET' ? new WebSocketApi(stack, 'Api') : new HttpApi(stack, 'Api');
  try {
    // biome-ignore lint/suspicious/noExplicitAny: an integration of either protocol
    const integration = make(stack) as any;
    api instanceof WebSocketApi ? api.addRoute('send', { integration }) : api.addRoutes({ path: '/books', integration });
    return { codes: [], message: '', warnings: warningsIn(app).map(({ message }) => message) };
  } catch (error) {
    expect(IntegrationErrors.is(error), `an error of an integration, not ${error}`).toBe(true);
    return { codes: IntegrationErrors.problemsOf(error).map(({ code }) => code), message: (error as Error).message, warnings: [] };
  }
}

const withOptions = (variant: IntegrationVariant | WebSocketVariant, options: Options) =>
  reported(variant, (stack) => variant.create(family, stack, 'Integration', options));

describe.each(all)('$className', (variant) => {
  const Integration = family[variant.className];
  const { parameters, options } = requiredOf(variant.className);
  const lines = [...parameters, ...options].map((name) => `[ArgumentMissing] ${name} is undefined: pass ${name}`);

  test.each<[string, readonly unknown[]]>([
    ['nothing', []],
    ['nothing and no options', [undefined, {}]],
    ...(parameters.length === 0 && options.length > 0 ? [['no options', [{}]] as [string, readonly unknown[]]] : []),
  ])('reports the missing arguments if it gets %s besides its ID', (_, args) => {
    const { codes, message } = reported(variant, () => new Integration('Integration', ...args));

    expect(
      lines.filter((line) => !message.includes(line)),
      `return every required parameter and option of ${variant.className} from requiredArguments`,
    ).toEqual([]);
    expect(codes, 'no other problem is reported beside missing arguments').toEqual(lines.map(() => 'ArgumentMissing'));
  });

  test.each([false, true])('reports a missing ID (stableId: %s)', (stableId) => {
    const make = (stack: Stack) => variant.create(family, stack, undefined as unknown as string, { stableId });
    expect(reported(variant, make).codes).toEqual(['IdEmpty']);
  });

  test('refuses a string for stableId', () => {
    const { codes, message } = withOptions(variant, { stableId: 'books' });

    expect(codes).toEqual(['OptionInvalid']);
    expect(message).toContain('stableId is "books": pass true or false');
  });
});

describe.each(withFunctions)('$className', (variant) => {
  test.each(['Api', 'API', 5, {}])('refuses %j as permissionScope', (permissionScope) => {
    const { codes, message } = withOptions(variant, { permissionScope });

    expect(codes).toEqual(['OptionInvalid']);
    expect(message).toMatch(/permissionScope is .+: pass PermissionScope\./);
  });

  test('suggests the permission scope that is meant', () => {
    expect(withOptions(variant, { permissionScope: 'Api' }).message).toContain('permissionScope is "Api": pass PermissionScope.API');
  });

  test('accepts a permission scope from another copy of core', () => {
    expect(withOptions(variant, { permissionScope: { name: PermissionScope.METHOD.name } }).codes).toEqual([]);
  });
});

describe('HttpLambdaIntegration', () => {
  const [variant] = withFunctions.filter(({ className }) => className === 'HttpLambdaIntegration');

  test.each<[string, Options, string]>([
    ['payloadFormatVersion', { payloadFormatVersion: '1.0' }, 'payloadFormatVersion is "1.0": pass PayloadFormatVersion.VERSION_1_0'],
    ['scopePermissionToRoute', { scopePermissionToRoute: 'false' }, 'scopePermissionToRoute is "false": pass true or false'],
    ['permissionScope beside scopePermissionToRoute', { permissionScope: 'Api', scopePermissionToRoute: true }, 'permissionScope is "Api"'],
  ])('refuses a string for %s', (_, options, line) => {
    const { codes, message } = withOptions(variant, options);

    expect(codes).toEqual(['OptionInvalid']);
    expect(message).toContain(line);
  });
});

describe.each(webSocket)('$className', (variant) => {
  test.each<[string, Options, string]>([
    ['contentHandling', { contentHandling: 'CONVERT_TO_TXT' }, 'contentHandling is "CONVERT_TO_TXT": pass ContentHandling.CONVERT_TO_TEXT'],
    [
      'passthroughBehavior',
      { passthroughBehavior: 'ALWAYS' },
      'pass PassthroughBehavior.WHEN_NO_MATCH or PassthroughBehavior.WHEN_NO_TEMPLATES or',
    ],
    [
      'contentHandling of a response',
      { integrationResponses: [{ contentHandling: 'TEXT' }] },
      'contentHandling of the integration response $default is "TEXT": pass ContentHandling.CONVERT_TO_BINARY or',
    ],
  ])('refuses an invalid string for %s', (_, options, line) => {
    const { codes, message } = withOptions(variant, options);

    expect(codes).toContain('OptionInvalid');
    expect(message).toContain(line);
  });
});

test.each(
  [...http, ...webSocket].filter(({ className }) =>
    ['HttpUrlIntegration', 'HttpAlbIntegration', 'WebSocketHttpIntegration'].includes(className),
  ),
)('$className warns of a method that is none of the enumeration', (variant) => {
  expect(withOptions(variant, { method: 'Post' })).toMatchObject({
    codes: [],
    warnings: [expect.stringContaining('[OptionInvalid] method is "Post": pass HttpMethod.POST')],
  });
});
