import {
  WebSocketContextVariable,
  WebSocketIntegrationBase,
  WebSocketIntegrationKind,
  type WebSocketIntegrationTarget,
  WebSocketMappingValue,
  type WebSocketNonProxyIntegrationOptions,
  WebSocketParameterMapping,
} from '@apigwv2-integrations/core';
import { checkTemplate } from '@apigwv2-integrations/core/engine';
import { CfnParameter, Duration, Lazy, Stack, Token, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  type CfnIntegration,
  CfnIntegrationResponse,
  type CfnRoute,
  CfnStage,
  ContentHandling,
  WebSocketApi,
  WebSocketRoute,
  type WebSocketRouteIntegrationBindOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { bindToWebSocketRoutes, expectWebSocketProblem, webSocketWarningsOf } from 'test-support/websocket';
import { describe, expect, test } from 'vitest';

const { AWS, AWS_PROXY, HTTP, HTTP_PROXY, MOCK } = WebSocketIntegrationKind;
const TOKEN = 'route.request.querystring.token';
const readingToken = (required?: boolean) =>
  new WebSocketParameterMapping().header('token', WebSocketMappingValue.requestQueryString('token', { required }));

/** A backend as one outside this repository would be. */
class Backend extends WebSocketIntegrationBase {
  public readonly calls: string[] = [];

  public constructor(
    private readonly target: Partial<WebSocketIntegrationTarget> = {},
    options?: WebSocketNonProxyIntegrationOptions,
    id = 'Chat',
  ) {
    super(id, options);
  }

  protected bindTarget({ route }: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget {
    this.calls.push(`target ${route.routeKey}`);
    return { kind: AWS_PROXY, uri: 'arn', ...this.target };
  }

  protected authorizeRoute({ route }: WebSocketRouteIntegrationBindOptions): void {
    this.calls.push(`authorize ${route.routeKey}`);
  }
}

const made = (options: WebSocketNonProxyIntegrationOptions, target: Partial<WebSocketIntegrationTarget> = {}) => {
  return () => new Backend(target, options);
};

function templateOf(make: (stack: Stack) => WebSocketIntegrationBase, ...routes: Parameters<typeof bindToWebSocketRoutes>[1]): Template {
  return Template.fromStack(bindToWebSocketRoutes(make, routes).stack);
}

/** The parameters that the route of an API declares. */
function declaredBy(template: Template, key: string): unknown {
  const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
  return routes.find(({ Properties }) => Properties.RouteKey === key)?.Properties.RequestParameters;
}

const routeOf = (api: WebSocketApi, key: string) => api.node.findChild(`${key}-Route`).node.findChild('Resource') as CfnRoute;

describe('binding', () => {
  test('calls bindTarget once, and authorizes each route', () => {
    const backend = new Backend();
    bindToWebSocketRoutes(() => backend, ['a', '$default']);

    expect(backend.calls).toEqual(['target a', 'authorize a', 'authorize $default']);
  });

  test.each(Object.values(WebSocketIntegrationKind))('creates an integration of type %s', (kind) => {
    templateOf(made({}, { kind, uri: 'https://example.com', method: 'PUT' }), 'send').hasResourceProperties(
      'AWS::ApiGatewayV2::Integration',
      { IntegrationType: kind, IntegrationUri: 'https://example.com', IntegrationMethod: 'PUT' },
    );
  });

  test('sets missing properties in _bindToRoute, which the CDK calls', () => {
    class Counting extends Backend {
      public bound = 0;
      public _bindToRoute(options: WebSocketRouteIntegrationBindOptions) {
        this.bound += 1;
        return super._bindToRoute(options);
      }
    }
    const counting = new Counting({}, { description: 'set on the resource' });
    const template = templateOf(() => counting, 'a', 'b');

    expect(counting.bound).toBe(2);
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { Description: 'set on the resource' });
  });

  test('requires neither options nor hooks of a backend', () => {
    class Bare extends WebSocketIntegrationBase {
      protected bindTarget(): WebSocketIntegrationTarget {
        return { kind: HTTP_PROXY, uri: 'https://example.com' };
      }
    }
    templateOf(() => new Bare('Bare'), 'send').resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
  });
});

describe('problems', () => {
  test.each<[string, WebSocketNonProxyIntegrationOptions, Partial<WebSocketIntegrationTarget>]>([
    ['TimeoutOutOfRange', { timeout: Duration.millis(49) }, {}],
    ['TimeoutOutOfRange', { timeout: Duration.millis(29_001) }, {}],
    ['TimeoutOutOfRange', { timeout: Duration.millis(50.5) }, {}],
    ['DescriptionTooLong', { description: 'x'.repeat(1025) }, {}],
    ['UrlInvalid', {}, { kind: HTTP_PROXY, uri: 'ftp://example.com' }],
    ['UrlInvalid', {}, { kind: HTTP, uri: '/path' }],
    ['UrlTooLong', {}, { kind: HTTP, uri: `https://example.com/${'x'.repeat(2048)}` }],
    ['IntegrationResponseKeyInvalid', { integrationResponses: [{}, { key: '200' }] }, { kind: MOCK }],
    ['IntegrationResponseTwice', { integrationResponses: [{}, { key: '$default' }] }, { kind: MOCK }],
    [
      'MappingValueTooLong',
      { parameterMapping: new WebSocketParameterMapping().header('a', WebSocketMappingValue.text('x'.repeat(511))) },
      {},
    ],
    ['MappingClash', { parameterMapping: readingToken() }, { requestParameters: { 'integration.request.header.token': "'x'" } }],
  ])('reports %s as an error', (code, options, target) => {
    const message = expectWebSocketProblem(made(options, target), code);

    expect(message).toMatch(/^Backend "Chat" on route send at Stack\/Api\/send-Route:\n/);
  });

  test('warns about an invalid pattern', () => {
    const [warning, ...others] = webSocketWarningsOf(made({ integrationResponses: [{}, { key: '/4(/' }] }, { kind: MOCK }), ['send']);

    expect(others).toEqual([]);
    expect(warning.message).toContain('[IntegrationResponsePatternInvalid] the integration response key /4(/');
  });

  test('reports problems of the backend in the same error', () => {
    const problems = [{ code: 'BackendBad', message: 'm', remedy: 'r' }];

    expectWebSocketProblem(made({ timeout: Duration.millis(1) }, { problems }), ['TimeoutOutOfRange', 'BackendBad']);
  });

  test('rejects an empty ID', () => {
    expectWebSocketProblem(() => new Backend({}, {}, ''), 'IdEmpty');
  });

  test.each(['Resource', 'Default'])('rejects the ID %s of the route’s own resource', (id) => {
    expect(expectWebSocketProblem(() => new Backend({}, {}, id), 'IdTaken')).toContain(`the id "${id}" is taken by `);
  });

  test.each(['$join', '$', '$Connect'])('rejects the reserved route key %s', (key) => {
    expect(expectWebSocketProblem(made({}), 'WebSocketRouteKeyReserved', { key })).toContain(JSON.stringify(key));
  });

  test.each(['$connect', '$disconnect', '$default', 'a$b', 'send'])('accepts the route key %s', (key) => {
    expect(webSocketWarningsOf(made({}), [key])).toEqual([]);
  });

  test('checks the key of the second route', () => {
    expect(() => bindToWebSocketRoutes(made({}), ['a', '$b'])).toThrow(/\[WebSocketRouteKeyReserved\]/);
  });

  test('reports all problems in one error', () => {
    expectWebSocketProblem(made({ timeout: Duration.millis(1), description: 'x'.repeat(1025) }), [
      'TimeoutOutOfRange',
      'DescriptionTooLong',
    ]);
  });

  test('writes a value with a lowered error to the template', () => {
    const { stack } = bindToWebSocketRoutes(made({ timeout: Duration.seconds(60) }), ['send'], {
      '@apigwv2-integrations/core:loweredErrors': { TimeoutOutOfRange: 'quota raised' },
    });

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', { TimeoutInMillis: 60_000 });
  });

  test('accepts tokens', () => {
    const unknown = Lazy.string({ produce: () => 'nothing' });
    const stack = new Stack();
    const integration = new Backend(
      { kind: HTTP, uri: unknown },
      {
        timeout: Duration.millis(Token.asNumber({ Ref: 'Timeout' })),
        description: unknown,
        parameterMapping: readingToken().custom(unknown, unknown).custom('integration.request.header.a', unknown),
        integrationResponses: [{ key: unknown }],
      },
    );
    const routeKey = Lazy.string({ produce: () => '$join' });
    new WebSocketRoute(stack, 'Route', { webSocketApi: new WebSocketApi(stack, 'Api'), integration, routeKey });
    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { TimeoutInMillis: { Ref: 'Timeout' }, IntegrationUri: 'nothing' });
    template.hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', { IntegrationResponseKey: 'nothing' });
  });
});

describe('templates', () => {
  const STATUS = '{"statusCode": 200}';
  const reported = (options: WebSocketNonProxyIntegrationOptions, before?: Parameters<typeof webSocketWarningsOf>[2]) =>
    webSocketWarningsOf(made(options, { kind: MOCK }), ['send'], before).map(({ message }) => /\[(\w+)\]/.exec(message)?.[1]);

  test.each<[string, WebSocketNonProxyIntegrationOptions]>([
    ['TemplateSelectionInvalid', { templateSelectionExpression: '${request.body.kind' }],
    ['TemplateSelectionUnmatched', { requestTemplates: { 'application/json': STATUS }, templateSelectionExpression: '\\$default' }],
    ['TemplateTooLong', { requestTemplates: { $default: STATUS.padEnd(32_769) } }],
    ['TemplateSelectionInvalid', { integrationResponses: [{ templateSelectionExpression: '$oops.x' }] }],
    ['TemplateSelectionUnmatched', { integrationResponses: [{ templateSelectionExpression: 'a', responseTemplates: { b: '{}' } }] }],
    ['TemplateTooLong', { integrationResponses: [{ responseTemplates: { $default: 'x'.repeat(32_769) } }] }],
  ])('warns about %s (%#)', (code, options) => {
    expect(reported(options)).toEqual([code]);
  });

  test('checks templates added after binding at synthesis', () => {
    const requestTemplates: Record<string, string> = { $default: STATUS };
    const late = () => {
      requestTemplates.$default = STATUS.padEnd(32_769);
    };

    expect(reported({ requestTemplates }, late)).toEqual(['TemplateTooLong']);
  });

  describe('that read stage variables', () => {
    const reading = { requestTemplates: { $default: '{"statusCode": 200, "a": "$stageVariables.color"}' } };
    const withStage =
      (stageVariables?: unknown) =>
      ({ stack, api }: { stack: Stack; api: WebSocketApi }): void => {
        new CfnStage(stack, 'Stage', { apiId: api.apiId, stageName: 'test', stageVariables });
        new CfnStage(stack, 'Elsewhere', { apiId: 'another', stageName: 'test', stageVariables: { color: 'red' } });
      };

    test.each<[string, WebSocketNonProxyIntegrationOptions, unknown]>([
      ['in a request', reading, { size: '1' }],
      ['of a stage without any', reading, undefined],
      ['in an answer', { integrationResponses: [{ responseTemplates: { $default: '$stageVariables.color' } }] }, { size: '1' }],
    ])('are checked at synth: %s', (_where, options, stageVariables) => {
      expect(reported(options, withStage(stageVariables))).toEqual(['TemplateStageVariableUnset']);
    });

    test.each([
      ['that the stage has', withStage({ color: 'red' })],
      ['that are not known', withStage(Lazy.any({ produce: () => ({}) }))],
      ['without a stage in the stack', () => {}],
    ])('pass: %s', (_what, before) => {
      expect(reported(reading, before)).toEqual([]);
    });
  });

  test('with tokens are checked around them', () => {
    const name = Lazy.string({ produce: () => '"' });

    expect(reported({ requestTemplates: { $default: `{"statusCode": 200, "a": "${name}", "b": "$context.nothing"}` } })).toEqual([
      'TemplateContextUnknown',
    ]);
  });

  test.each<[string, WebSocketNonProxyIntegrationOptions]>([
    ['TemplateMemberUnknown', { requestTemplates: { $default: '{"statusCode": 200, "a": "$util.nothing()"}' } }],
    ['TemplateStatusMissing', { requestTemplates: { $default: '{"status": 200}' } }],
    ['TemplateNeverJson', { requestTemplates: { $default: '{"statusCode": 200' } }],
    ['TemplateVariableUnset', { integrationResponses: [{ responseTemplates: { $default: '$nothing' } }] }],
  ])('with %s are a warning', (code, options) => {
    expect(reported(options)).toEqual([code]);
  });

  test('rejects templates with syntax errors', () => {
    const message = expectWebSocketProblem(
      made({ requestTemplates: { $default: '{"statusCode": 200}#end' } }, { kind: MOCK }),
      'TemplateSyntaxInvalid',
    );

    expect(message).toContain('line 1, column 20 of the request template "$default": #end does not belong to a block');
  });

  test('accepts tokens as templates', () => {
    const unknown = Lazy.string({ produce: () => 'x'.repeat(40_000) });

    expect(
      reported({ requestTemplates: { $default: unknown, a: `${unknown}${'x'.repeat(40_000)}` }, templateSelectionExpression: unknown }),
    ).toEqual([]);
    expect(reported({ requestTemplates: { [unknown]: STATUS }, templateSelectionExpression: 'mine' })).toEqual([]);
    const whole = Lazy.any({ produce: () => ({ mine: '{}' }) }) as unknown as Record<string, string>;
    expect(reported({ requestTemplates: whole, templateSelectionExpression: 'mine' })).toEqual([]);
  });
});

describe('request parameters', () => {
  const { text, context, custom, requestBody, stageVariable } = WebSocketMappingValue;

  test('writes request parameters in the service’s syntax', () => {
    const parameterMapping = new WebSocketParameterMapping()
      .header('a', context(WebSocketContextVariable.CONNECTION_ID))
      .header('tenant', context(WebSocketContextVariable.authorizer('tenant')))
      .header('agent', context(WebSocketContextVariable.of('identity.userAgent')))
      .queryString('b', requestBody('user.name'))
      .queryString('c', stageVariable('version'))
      .pathVariable('d', text('fixed'))
      .custom('integration.request.header.e', 'context.stage')
      .header('f', custom("'raw'"));

    templateOf(made({ parameterMapping }), 'send').hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      RequestParameters: {
        'integration.request.header.a': 'context.connectionId',
        'integration.request.header.tenant': 'context.authorizer.tenant',
        'integration.request.header.agent': 'context.identity.userAgent',
        'integration.request.querystring.b': 'route.request.body.user.name',
        'integration.request.querystring.c': 'stageVariables.version',
        'integration.request.path.d': "'fixed'",
        'integration.request.header.e': 'context.stage',
        'integration.request.header.f': "'raw'",
      },
    });
    expect(webSocketWarningsOf(made({ parameterMapping }), ['send', '$connect'])).toEqual([]);
  });

  test('merges request parameters of backend and user, including later ones', () => {
    const parameterMapping = new WebSocketParameterMapping();
    const { stack } = bindToWebSocketRoutes(made({ parameterMapping }, { requestParameters: { 'integration.request.header.a': "'a'" } }), [
      'send',
    ]);
    parameterMapping.header('b', text('b'));

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      RequestParameters: { 'integration.request.header.a': "'a'", 'integration.request.header.b': "'b'" },
    });
  });

  test.each([
    ['append:header.a', "'x'", 'WebSocketDestinationInvalid', 'integration.request.header.NAME'],
    ['integration.request.body.a', "'x'", 'WebSocketDestinationInvalid', 'integration.request.header.NAME'],
    ['integration.request.header.a', '$context.connectionId', 'WebSocketSourceInvalid', 'write context.connectionId: '],
    ['integration.request.header.a', '${stageVariables.v}', 'WebSocketSourceInvalid', 'write stageVariables.v: '],
    ['integration.request.header.a', '$request.header.x', 'WebSocketSourceInvalid', 'write route.request.header.x'],
    ['integration.request.header.a', 'method.request.querystring.x', 'WebSocketSourceInvalid', 'write route.request.querystring.x'],
    ['integration.request.header.a', 'plain', 'WebSocketSourceInvalid', "'...' around a fixed text"],
    ['integration.request.header.a', 'route.request.path.id', 'WebSocketSourceInvalid', "'...' around a fixed text"],
  ])('%s from %s warns with %s', (destination, source, code, remedy) => {
    const [warning, ...others] = webSocketWarningsOf(
      made({ parameterMapping: new WebSocketParameterMapping().custom(destination, source) }),
      ['a', 'b'],
    );

    expect(others).toEqual([]);
    expect(warning.path).toBe('Stack/Api/a-Route');
    expect(warning.message).toContain(`[${code}]`);
    expect(warning.message).toContain(remedy);
  });

  test('fails synthesis for an invalid parameter added after binding', () => {
    const parameterMapping = new WebSocketParameterMapping();
    const { app } = bindToWebSocketRoutes(made({ parameterMapping }), ['a', 'b']);
    parameterMapping.header('a', text('x'.repeat(600)));

    expect(() => app.synth()).toThrow(/\[MappingValueTooLong\]/);
  });

  test('checks parameters added after binding on each route', () => {
    const parameterMapping = new WebSocketParameterMapping();
    const addLate = () => {
      parameterMapping.header('token', WebSocketMappingValue.requestHeader('token'));
    };
    const warnings = webSocketWarningsOf(made({ parameterMapping }), ['$connect', 'a', 'b'], addLate);

    expect(warnings.map(({ path, message }) => [path, /\[(\w+)\]/.exec(message)?.[1]])).toEqual([
      ['Stack/Api/a-Route', 'WebSocketSourceOnlyOnConnect'],
      ['Stack/Api/b-Route', 'WebSocketSourceOnlyOnConnect'],
    ]);
  });

  test('reports sources of $connect on other routes', () => {
    const warnings = webSocketWarningsOf(made({ parameterMapping: readingToken() }), ['$connect', 'send', '$disconnect']);

    expect(warnings.map(({ path }) => path)).toEqual(['Stack/Api/send-Route', 'Stack/Api/$disconnect-Route']);
    expect(warnings[0].message).toMatch(/\[WebSocketSourceOnlyOnConnect\] route\.request\.querystring\.token is read on the route send/);
  });
});

describe('a variable of the URL', () => {
  const uri = 'https://example.com/{room}/{seat}?of=${stageVariables.v}&at={room}';
  const seat = () => new WebSocketParameterMapping().pathVariable('seat', WebSocketMappingValue.requestBody('seat'));

  test.each([HTTP, HTTP_PROXY])('reports once an unset variable of a %s integration', (kind) => {
    const [warning, ...others] = webSocketWarningsOf(made({ parameterMapping: seat() }, { kind, uri }), ['send', 'other']);

    expect(others).toEqual([]);
    expect(warning.path).toBe('Stack/Api/send-Route');
    expect(warning.message).toContain(
      '[UrlVariableUnset] the URL names {room}, which no request parameter sets: set it with integration.request.path.room,',
    );
  });

  test('accepts a variable set later or by the backend', () => {
    const parameterMapping = seat();
    const late = () => void parameterMapping.pathVariable('room', WebSocketMappingValue.text('a'));
    const requestParameters = { 'integration.request.path.room': "'a'" };

    expect(webSocketWarningsOf(made({ parameterMapping }, { kind: HTTP_PROXY, uri }), ['send'], late)).toEqual([]);
    expect(webSocketWarningsOf(made({ parameterMapping: seat() }, { kind: HTTP_PROXY, uri, requestParameters }), ['send'])).toEqual([]);
  });

  test('does not check variables if the URL or a destination is unknown', () => {
    const unknown = Lazy.string({ produce: () => 'integration.request.path.room' });
    const parameterMapping = new WebSocketParameterMapping().custom(unknown, "'a'");

    expect(webSocketWarningsOf(made({ parameterMapping }, { kind: HTTP_PROXY, uri }), ['send'])).toEqual([]);
    expect(webSocketWarningsOf(made({}, { kind: HTTP_PROXY, uri: `${unknown}{room}` }), ['send'])).toEqual([]);
    expect(webSocketWarningsOf(made({}, { kind: AWS, uri: 'arn:{room}' }), ['send'])).toEqual([]);
  });
});

describe('parameters declared on $connect', () => {
  const { requestHeader, requestMultiValueHeader, requestMultiValueQueryString, requestQueryString } = WebSocketMappingValue;

  test('declares the parameters that its integration reads', () => {
    const parameterMapping = new WebSocketParameterMapping()
      .header('a', requestQueryString('a', { required: true }))
      .header('b', requestHeader('b'))
      .header('c', requestMultiValueQueryString('c'))
      .header('d', requestMultiValueHeader('d', { required: false }))
      .header('e', WebSocketMappingValue.requestBody('e'))
      .header('f', WebSocketMappingValue.custom(Lazy.string({ produce: () => 'context.stage' })));
    const template = templateOf(made({ parameterMapping }), '$connect');

    expect(declaredBy(template, '$connect')).toEqual({
      'route.request.querystring.a': { Required: true },
      'route.request.header.b': { Required: false },
      'route.request.multivaluequerystring.c': { Required: false },
      'route.request.multivalueheader.d': { Required: false },
    });
  });

  test('satisfies the checks of templates', () => {
    const template = templateOf(
      made({ parameterMapping: readingToken() }, { kind: HTTP_PROXY, uri: 'https://example.com', method: 'POST' }),
      '$connect',
    );

    expect(checkTemplate(template.toJSON())).toEqual([]);
  });

  test('declares nothing on other routes or without need', () => {
    const reading = templateOf(made({ parameterMapping: readingToken() }), '$connect', 'send');
    const plain = templateOf(
      made({ parameterMapping: new WebSocketParameterMapping().header('a', WebSocketMappingValue.text('b')) }),
      '$connect',
    );

    expect(declaredBy(reading, '$connect')).toEqual({ [TOKEN]: { Required: false } });
    expect(declaredBy(reading, 'send')).toBeUndefined();
    expect(declaredBy(plain, '$connect')).toBeUndefined();
  });

  test('declares parameters of the plain map and later ones', () => {
    const requestParameters: Record<string, string> = {};
    const { stack } = bindToWebSocketRoutes(made({}, { requestParameters }), ['$connect']);
    requestParameters['integration.request.header.token'] = TOKEN;

    expect(declaredBy(Template.fromStack(stack), '$connect')).toEqual({ [TOKEN]: { Required: false } });
  });

  test('keeps the user’s declarations', () => {
    const own = { [TOKEN]: { Required: true }, 'route.request.header.own': { Required: false } };
    const declared = (requestParameters: unknown) => {
      const { stack, api } = bindToWebSocketRoutes(
        () => new Backend({}, { parameterMapping: readingToken().header('b', requestHeader('b')) }),
        ['$connect'],
      );
      routeOf(api, '$connect').requestParameters = requestParameters;
      return declaredBy(Template.fromStack(stack), '$connect');
    };

    expect(declared(own)).toEqual({ ...own, 'route.request.header.b': { Required: false } });
    expect(declared(Lazy.any({ produce: () => own }))).toEqual({ ...own, 'route.request.header.b': { Required: false } });
  });
});

describe('integration responses', () => {
  const NON_PROXY = [AWS, HTTP, MOCK];
  const uri = 'https://example.com';

  test('writes integration responses to the template', () => {
    const template = templateOf(
      made(
        {
          integrationResponses: [
            { key: '/4\\d\\d/', responseTemplates: { $default: '{"error": true}' }, templateSelectionExpression: '\\$default' },
            {
              contentHandling: ContentHandling.CONVERT_TO_TEXT,
              responseParameters: { 'method.response.header.a': 'integration.response.header.a' },
            },
          ],
        },
        { kind: MOCK },
      ),
      'send',
    );
    const [integrationId] = Object.keys(template.findResources('AWS::ApiGatewayV2::Integration'));

    template.hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', {
      IntegrationId: { Ref: integrationId },
      IntegrationResponseKey: '/4\\d\\d/',
      ResponseTemplates: { $default: '{"error": true}' },
      TemplateSelectionExpression: '\\$default',
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', {
      IntegrationId: { Ref: integrationId },
      IntegrationResponseKey: '$default',
      ContentHandlingStrategy: 'CONVERT_TO_TEXT',
      ResponseParameters: { 'method.response.header.a': 'integration.response.header.a' },
    });
    template.resourceCountIs('AWS::ApiGatewayV2::IntegrationResponse', 2);
  });

  test('keeps logical IDs when the order changes', () => {
    const ids = (keys: string[]) =>
      Object.entries(
        templateOf(made({ integrationResponses: keys.map((key) => ({ key })) }, { kind: MOCK }), 'send').findResources(
          'AWS::ApiGatewayV2::IntegrationResponse',
        ),
      )
        .map(([id, { Properties }]) => [id, Properties.IntegrationResponseKey])
        .sort();

    expect(ids(['$default', '/2\\d\\d/', '/4\\d\\d/'])).toEqual(ids(['/4\\d\\d/', '$default', '/2\\d\\d/']));
  });

  test('warns about integration responses without $default', () => {
    const [warning, ...others] = webSocketWarningsOf(made({ integrationResponses: [{ key: '/200/' }] }, { kind: MOCK }), ['send']);

    expect(others).toEqual([]);
    expect(warning.message).toMatch(/\[IntegrationResponseDefaultMissing\].*\/200\//);
  });

  test.each([AWS_PROXY, HTTP_PROXY])('warns about unused responses of a %s integration', (kind) => {
    const [warning, ...others] = webSocketWarningsOf(made({ integrationResponses: [{}], requestTemplates: {} }, { kind, uri }), ['send']);

    expect(others).toEqual([]);
    expect(warning.message).toMatch(/\[OptionIgnoredByProxy\] requestTemplates, integrationResponses: /);
  });

  describe.each(NON_PROXY)('missing on a %s integration', (kind) => {
    test('warns on a route that returns a response', () => {
      const [warning, ...others] = webSocketWarningsOf(made({}, { kind, uri }), [{ key: 'two', returnResponse: true }, 'one']);

      expect(others).toEqual([]);
      expect(warning.path).toBe('Stack/Api/two-Route');
      expect(warning.message).toMatch(new RegExp(`\\[IntegrationResponseMissing\\] the route two returns a response, and its ${kind} `));
    });

    test('warns on $connect', () => {
      const [warning, ...others] = webSocketWarningsOf(made({}, { kind, uri }), ['$connect', '$disconnect', '$default']);

      expect(others).toEqual([]);
      expect(warning.message).toMatch(/\[IntegrationResponseMissing\] the route \$connect needs a response/);
    });

    test('does not warn if there are integration responses', () => {
      const routes = ['$connect', { key: 'two', returnResponse: true }];
      const byUser = ({ stack, api }: { stack: Stack; api: WebSocketApi }) => {
        const integration = api.node.findChild('$connect-Route').node.findChild('Chat').node.defaultChild as CfnIntegration;
        new CfnIntegrationResponse(stack, 'Own', { apiId: api.apiId, integrationId: integration.ref, integrationResponseKey: '$default' });
      };

      const requestTemplates = { $default: '{"statusCode": 200}' };

      expect(webSocketWarningsOf(made({ requestTemplates, integrationResponses: [{}] }, { kind, uri }), routes)).toEqual([]);
      expect(webSocketWarningsOf(made({ requestTemplates }, { kind, uri }), routes, byUser)).toEqual([]);
    });
  });

  test.each(['$connect', { key: 'two', returnResponse: true }])('warns about a mock without a request template (%j)', (route) => {
    const [warning, ...others] = webSocketWarningsOf(made({ integrationResponses: [{}] }, { kind: MOCK }), [route, 'one', '$disconnect']);

    expect(others).toEqual([]);
    expect(warning.message).toMatch(/\[MockStatusMissing\] the route .*no request template that returns the statusCode.*'\\\\\$default'/);
  });

  test.each([AWS, HTTP])('requires no request template for a %s integration', (kind) => {
    expect(webSocketWarningsOf(made({ integrationResponses: [{}] }, { kind, uri }), ['$connect'])).toEqual([]);
  });

  test.each([AWS_PROXY, HTTP_PROXY])('does not warn about a %s integration', (kind) => {
    expect(webSocketWarningsOf(made({}, { kind, uri }), ['$connect', { key: 'two', returnResponse: true }])).toEqual([]);
  });

  test('ignores integration responses of other integrations', () => {
    const unrelated = ({ stack }: { stack: Stack }) => {
      const id = new CfnParameter(stack, 'Other').valueAsString;
      new CfnIntegrationResponse(stack, 'Own', { apiId: 'abc', integrationId: id, integrationResponseKey: '$default' });
    };

    expect(webSocketWarningsOf(made({}, { kind: MOCK }), ['$connect'], unrelated)).toHaveLength(1);
  });

  test('can be acknowledged', () => {
    const acknowledge = ({ api }: { api: WebSocketApi }) =>
      Validations.of(api).acknowledge({ id: '@apigwv2-integrations/integration-response-missing', reason: 'never answers' });

    expect(webSocketWarningsOf(made({}, { kind: MOCK }), ['$connect'], acknowledge)).toEqual([]);
  });
});
