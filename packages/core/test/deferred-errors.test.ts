import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpIntegrationBase, type HttpIntegrationTarget, IntegrationErrors, ParameterMapping } from '@apigwv2-integrations/core';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { WebSocketHttpIntegration, WebSocketMockIntegration } from '@apigwv2-integrations/websocket';
import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import {
  type CfnRoute,
  HttpApi,
  HttpIntegrationType,
  HttpMethod,
  HttpRouteIntegration,
  PayloadFormatVersion,
  WebSocketApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';

const ERRORS_AT_SYNTH = '@apigwv2-integrations/core:errorsAtSynth';

const appOf = (context: Record<string, unknown> = { [ERRORS_AT_SYNTH]: true }) =>
  new App({ context, analyticsReporting: false, treeMetadata: false, autoSynth: false });

/** Adds a route for each integration, or several that share one. */
function addRoutes(scope: Stack | App | Stage, routes: Record<string, HttpRouteIntegration>, id = 'Stack'): HttpApi {
  const api = new HttpApi(new Stack(scope, id), 'Api');
  for (const [path, integration] of Object.entries(routes)) {
    api.addRoutes({ path, methods: [HttpMethod.GET], integration });
  }
  return api;
}

const badUrl = (id = 'Url') => new HttpUrlIntegration(id, 'ftp://books.example');
const late = () => new HttpUrlIntegration('Late', 'https://books.example', { timeout: Duration.seconds(31) });

function errorOf(app: App): Error {
  try {
    app.synth();
  } catch (error) {
    return error as Error;
  }
  throw new Error('the app was synthesized without an error');
}

const codesOf = (error: Error) => IntegrationErrors.problemsOf(error).map(({ code }) => code);

beforeEach(() => {
  vi.stubEnv('CDK_OUTDIR', undefined);
  return () => vi.unstubAllEnvs();
});

describe('errors of several integrations', () => {
  test('are thrown at synthesis in one error, with the route of each', () => {
    const app = appOf();
    addRoutes(app, { '/a': badUrl(), '/b': new HttpLambdaIntegration('Fn', undefined as never), '/c': late() });
    const error = errorOf(app);

    expect(IntegrationErrors.is(error)).toBe(true);
    expect(codesOf(error)).toEqual(['UrlInvalid', 'ArgumentMissing', 'TimeoutOutOfRange']);
    expect(error.message.split('\n\n').map((block) => block.split(/:\n/)[0])).toEqual([
      'integrations have errors in 3 places:',
      'HttpUrlIntegration "Url" on route GET /a at Stack/Api/GET--a',
      'HttpLambdaIntegration "Fn" on route GET /b at Stack/Api/GET--b',
      'HttpUrlIntegration "Late" on route GET /c at Stack/Api/GET--c',
    ]);
    expect(error.stack).toMatch(/^IntegrationError: integrations have errors in 3 places:/);
    expect(error.stack).toContain('deferred-errors.test.ts');
  });

  test('of HTTP and WebSocket APIs and of nested stages are thrown together', () => {
    const app = appOf();
    addRoutes(app, { '/a': badUrl() });
    addRoutes(new Stage(app, 'Nested'), { '/b': badUrl() });
    const webSocket = new WebSocketApi(new Stack(app, 'Chat'), 'Api');
    const integration = new WebSocketHttpIntegration('Http', 'ftp://x');
    webSocket.addRoute('send', { integration });
    webSocket.addRoute('other', { integration });
    webSocket.addRoute('mock', { integration: new WebSocketMockIntegration('', {}) });

    expect(codesOf(errorOf(app))).toEqual(['UrlInvalid', 'UrlInvalid', 'UrlInvalid', 'IdEmpty']);
  });

  test('are thrown with what is found only at synthesis', () => {
    const app = appOf();
    const parameterMapping = new ParameterMapping();
    addRoutes(app, { '/a': badUrl(), '/b': new HttpUrlIntegration('Good', 'https://books.example', { parameterMapping }) });
    parameterMapping.custom('append:header.x', '$request.heder.x');
    const error = errorOf(app);

    expect(codesOf(error)).toEqual(['UrlInvalid', 'SourceUnknown']);
    expect(error.message).toContain('\n\nStack/Api/GET--b/Good/Resource:\n[SourceUnknown]');
  });

  test('are thrown again when the app is synthesized again', () => {
    const app = appOf();
    addRoutes(app, { '/a': badUrl(), '/b': badUrl('Other') });
    expect(codesOf(errorOf(app))).toEqual(codesOf(errorOf(app)));
  });

  test('of a route that was removed from the app are not thrown', () => {
    const app = appOf();
    const api = addRoutes(app, { '/a': badUrl() });
    api.node.tryRemoveChild('GET--a');
    expect(() => app.synth()).not.toThrow();
  });
});

describe('a single error', () => {
  test('is the one that binding threw', () => {
    const app = appOf();
    addRoutes(app, { '/a': badUrl() });
    expect(errorOf(app).message).toMatch(/^HttpUrlIntegration "Url" on route GET \/a at Stack\/Api\/GET--a:\n\[UrlInvalid\]/);
  });

  test('is reported once for an integration on several routes', () => {
    const app = appOf();
    const shared = badUrl();
    addRoutes(app, { '/a': shared, '/b': shared });
    expect(codesOf(errorOf(app))).toEqual(['UrlInvalid']);
  });

  test('on a further route is reported beside that of the first', () => {
    const app = appOf();
    const shared = new Checked('Checked', [
      ['/a', 'OnA'],
      ['/b', 'OnB'],
    ]);
    addRoutes(app, { '/a': shared, '/b': shared, '/c': shared });
    expect(codesOf(errorOf(app))).toEqual(['OnA', 'OnB']);
    expect(shared.bound).toBe(1);
  });

  test('with the same problem on a further route is reported once', () => {
    const app = appOf();
    const shared = new Checked('Checked', [
      ['/a', 'Same'],
      ['/b', 'Same'],
    ]);
    addRoutes(app, { '/a': shared, '/b': shared });
    expect(codesOf(errorOf(app))).toEqual(['Same']);
  });

  test('on a further route leaves the integration of the first in place', () => {
    const app = appOf();
    const shared = new Checked('Checked', [['/b', 'OnB']]);
    const api = addRoutes(app, { '/a': shared, '/b': shared, '/c': shared });
    expect(codesOf(errorOf(app))).toEqual(['OnB']);
    expect(shared.authorized).toEqual(['/a', '/c']);
    expect(api.node.findAll().filter(({ node }) => node.id === 'Checked')).toHaveLength(1);
  });

  test.each([
    ['IdEmpty', ''],
    ['IdTaken', 'Resource'],
  ])('%s keeps the CDK from creating the integration', (code, id) => {
    const app = appOf();
    addRoutes(app, { '/a': new HttpUrlIntegration(id, 'https://books.example') });
    expect(codesOf(errorOf(app))).toEqual([code]);
  });

  test('is in no template, even if the hooks of the app do not run', () => {
    const stack = new Stack(appOf(), 'Stack');
    const api = new HttpApi(stack, 'Api');
    api.addRoutes({ path: '/a', methods: [HttpMethod.GET], integration: badUrl() });
    const route = api.node.findChild('GET--a').node.defaultChild as CfnRoute;
    expect(() => stack.resolve(route.target)).toThrow('[UrlInvalid]');
  });
});

describe('when errors are thrown', () => {
  const throwsAtOnce = (app: App) => expect(() => addRoutes(app, { '/a': badUrl() })).toThrow('[UrlInvalid]');
  const throwsAtSynth = (app: App) => {
    addRoutes(app, { '/a': badUrl() });
    expect(() => app.synth()).toThrow('[UrlInvalid]');
  };

  test('at once by default, as in a unit test that only constructs', () => throwsAtOnce(appOf({})));

  test('at synthesis under the command line of the CDK', () => {
    vi.stubEnv('CDK_OUTDIR', 'cdk.out');
    throwsAtSynth(appOf({}));
  });

  test.each([false, 'false'])('at once if the context key is %j', (value) => {
    vi.stubEnv('CDK_OUTDIR', 'cdk.out');
    throwsAtOnce(appOf({ [ERRORS_AT_SYNTH]: value }));
  });

  test('at synthesis if the context key of the command line is "true"', () => throwsAtSynth(appOf({ [ERRORS_AT_SYNTH]: 'true' })));

  test('at once by an integration to which another one delegates', () => {
    class Wrapper extends HttpRouteIntegration {
      public bind(options: Parameters<HttpUrlIntegration['bind']>[0]) {
        return badUrl().bind(options);
      }
    }
    expect(() => addRoutes(appOf(), { '/a': new Wrapper('Wrapper') })).toThrow('[UrlInvalid]');
  });

  test('at the end of a program that the command line of the CDK runs', () => {
    const root = join(__dirname, '../../..');
    const outdir = mkdtempSync(join(tmpdir(), 'errors-'));
    onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
    const app = join(__dirname, 'app-with-errors.ts');
    const args = [join(root, 'node_modules/tsx/dist/cli.mjs'), '--tsconfig', 'tsconfig.dev.json', app];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      env: { ...process.env, CDK_OUTDIR: outdir },
      encoding: 'utf8',
    });

    expect(stdout).toBe('all routes are added\n');
    expect(stderr).toContain('IntegrationError: integrations have errors in 2 places:');
    expect(stderr).toContain('HttpUrlIntegration "First" on route ANY /a at Shop/Api/ANY--a:\n[UrlInvalid] "a.example"');
    expect(stderr).toContain('HttpUrlIntegration "Second" on route ANY /b at Shop/Api/ANY--b:\n[UrlInvalid] "b.example"');
    expect(status).toBe(1);
  });

  test('errors of other kinds are always thrown at once', () => {
    class Broken extends Checked {
      protected bindTarget(): HttpIntegrationTarget {
        throw new TypeError('broken');
      }
    }
    expect(() => addRoutes(appOf(), { '/a': new Broken('Broken', []) })).toThrow('broken');
  });
});

/** An integration with an error on each of some routes. */
class Checked extends HttpIntegrationBase {
  public bound = 0;
  public readonly authorized: string[] = [];

  public constructor(
    id: string,
    private readonly codes: readonly (readonly [path: string, code: string])[],
  ) {
    super(id);
  }

  protected bindTarget(): HttpIntegrationTarget {
    this.bound++;
    return {
      type: HttpIntegrationType.HTTP_PROXY,
      uri: 'https://books.example',
      method: HttpMethod.ANY,
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
    };
  }

  protected checkRoute({ route }: Parameters<HttpIntegrationBase['bind']>[0]) {
    return this.codes.filter(([path]) => path === route.path).map(([, code]) => ({ code, message: 'wrong', remedy: 'mend it' }));
  }

  protected authorizeRoute({ route }: Parameters<HttpIntegrationBase['bind']>[0]): void {
    this.authorized.push(String(route.path));
  }
}
