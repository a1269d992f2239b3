import {
  HttpIntegrationBase,
  type HttpIntegrationTarget,
  IntegrationErrors,
  type IntegrationProblem,
  ProblemSeverity,
} from '@apigwv2-integrations/core';
import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { bindToRoutes, expectError, expectProblem, warningsOf } from 'test-support/problems';
import { describe, expect, test } from 'vitest';

const LOWERED = '@apigwv2-integrations/core:loweredErrors';

/** A backend that does nothing but record when the base calls it. */
class Backend extends HttpIntegrationBase {
  public readonly authorized: (string | undefined)[] = [];
  public readonly checked: (string | undefined)[] = [];
  public bound = 0;

  public constructor(
    options: ConstructorParameters<typeof HttpIntegrationBase>[1] = {},
    private readonly problems: IntegrationProblem[] = [],
    id = 'Backend',
    private readonly target: Partial<HttpIntegrationTarget> = {},
  ) {
    super(id, options);
  }

  protected bindTarget(): HttpIntegrationTarget {
    this.bound += 1;
    return {
      type: apigwv2.HttpIntegrationType.HTTP_PROXY,
      uri: 'https://example.com',
      method: apigwv2.HttpMethod.ANY,
      payloadFormatVersion: apigwv2.PayloadFormatVersion.VERSION_1_0,
      ...this.target,
    };
  }

  protected authorizeRoute({ route }: apigwv2.HttpRouteIntegrationBindOptions): void {
    this.authorized.push(route.path);
  }

  protected checkRoute({ route }: apigwv2.HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    this.checked.push(route.path);
    return this.problems;
  }
}

const expectIntegration = (backend: Backend, properties: object) =>
  Template.fromStack(bindToRoutes(() => backend, ['/books']).stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', properties);

describe('binding', () => {
  test('calls bindTarget once, and checks and authorizes every route', () => {
    const backend = new Backend();
    bindToRoutes(() => backend, ['/a', '/b', '$default']);

    expect(backend.bound).toBe(1);
    expect(backend.checked).toEqual(['/a', '/b', undefined]);
    expect(backend.authorized).toEqual(['/a', '/b', undefined]);
  });

  test('writes every part of the target to the template', () => {
    expectIntegration(
      new Backend({}, [], 'Backend', {
        connectionType: apigwv2.HttpConnectionType.VPC_LINK,
        connectionId: 'link',
        uri: 'arn:listener',
        secureServerName: 'internal.example',
        credentials: { credentialsArn: 'arn:role' },
      }),
      {
        ConnectionType: 'VPC_LINK',
        ConnectionId: 'link',
        IntegrationUri: 'arn:listener',
        TlsConfig: { ServerNameToVerify: 'internal.example' },
        CredentialsArn: 'arn:role',
      },
    );
    const parameterMapping = new apigwv2.ParameterMapping().custom('QueueUrl', 'https://sqs.example.com/q');
    const subtype = apigwv2.HttpIntegrationSubtype.SQS_PURGE_QUEUE;
    expectIntegration(new Backend({ parameterMapping }, [], 'Backend', { uri: undefined, subtype }), {
      IntegrationSubtype: 'SQS-PurgeQueue',
    });
  });

  test('throws before it creates constructs for a route', () => {
    const backend = new Backend({ timeout: Duration.millis(1) });

    expectProblem(() => backend, 'TimeoutOutOfRange');
    expect(backend.authorized).toEqual([]);
  });

  test('rejects an empty ID before the CDK does', () => {
    expect(expectProblem(() => new Backend({}, [], ''), 'IdEmpty')).toContain('"BooksIntegration"');
  });

  test.each([
    ['Resource', {}, 'taken by the resource of Stack/books itself'],
    ['Default', {}, 'taken by Stack/books itself: the CDK leaves'],
    ['Default', { stableId: true }, 'taken by Stack/Api itself: the CDK leaves'],
  ])('rejects the ID %s with %j before the CDK does', (id, options, reported) => {
    expect(expectProblem(() => new Backend(options, [], id), 'IdTaken')).toContain(reported);
  });

  test('rejects the ID of another construct of the route', () => {
    const stack = new Stack();
    const route = new apigwv2.HttpRoute(stack, 'Route', {
      httpApi: new apigwv2.HttpApi(stack, 'Api'),
      routeKey: apigwv2.HttpRouteKey.with('/books'),
      integration: new Backend(),
    });

    expect(() => new Backend().bind({ route, scope: route })).toThrow('[IdTaken] the id "Backend" is taken by Default/Route/Backend: give');
  });
});

describe('the timeout', () => {
  test.each([
    [Duration.millis(49), '49 ms'],
    [Duration.millis(30_001), '30001 ms'],
    [Duration.seconds(31), '31000 ms'],
    [Duration.millis(50.5), '50.5 ms'],
  ])('rejects %s', (timeout, value) => {
    const message = expectProblem(() => new Backend({ timeout }), 'TimeoutOutOfRange');

    expect(message).toContain(`[TimeoutOutOfRange] the timeout of ${value} `);
    expect(message).toContain('choose a timeout from Duration.millis(50) to Duration.millis(30000)');
  });

  test.each([
    [Duration.millis(50), 50],
    [Duration.seconds(29), 29_000],
    [Duration.millis(29_001), 29_001],
    [Duration.seconds(30), 30_000],
  ])('writes %s to the template', (timeout, TimeoutInMillis) => {
    expectIntegration(new Backend({ timeout }), { TimeoutInMillis });
  });

  test('accepts a token', () => {
    const timeout = Duration.millis(Token.asNumber({ Ref: 'Timeout' }));

    expectIntegration(new Backend({ timeout }), { TimeoutInMillis: { Ref: 'Timeout' } });
  });
});

describe('the description', () => {
  test('writes the description to the template, including a token', () => {
    expectIntegration(new Backend({ description: 'What it is for' }), { Description: 'What it is for' });
    expectIntegration(new Backend({ description: Token.asString({ Ref: 'Text' }) }), { Description: { Ref: 'Text' } });
  });

  test('rejects a description of more than 1,024 characters', () => {
    expectIntegration(new Backend({ description: 'x'.repeat(1024) }), {});
    expectProblem(() => new Backend({ description: 'x'.repeat(1025) }), 'DescriptionTooLong');
  });
});

describe('problems', () => {
  const bad = (code: string): IntegrationProblem => ({ code, message: `${code} is wrong`, remedy: 'mend it', value: code });
  const doubtful: IntegrationProblem = { ...bad('QuiteDoubtful'), severity: ProblemSeverity.WARNING };

  test('reports all problems of an integration in one error', () => {
    const error = expectError(() => new Backend({ timeout: Duration.millis(1) }, [bad('FirstBad'), doubtful, bad('SecondBad')]));

    expect(error.message.split('\n')).toEqual([
      'Backend "Backend" on route ANY /books at Stack/books:',
      expect.stringMatching(/^\[TimeoutOutOfRange\] /),
      '[FirstBad] FirstBad is wrong: mend it',
      '[SecondBad] SecondBad is wrong: mend it',
    ]);
  });

  test('reports doubtful settings as warnings on the route', () => {
    expect(warningsOf(() => new Backend({}, [doubtful]), ['/books'])).toEqual([
      { path: 'Stack/books', message: expect.stringContaining('@apigwv2-integrations/quite-doubtful') },
    ]);
  });

  test('reports problems of later routes', () => {
    const backend = new Backend({});
    expect(() =>
      bindToRoutes(
        () =>
          Object.assign(backend, {
            checkRoute: ({ route }: { route: { path?: string } }) => (route.path === '/b' ? [bad('LaterBad')] : []),
          }),
        ['/a', '/b'],
      ),
    ).toThrow(/on route ANY \/b at Stack\/b:\n\[LaterBad\]/);
  });

  test('lowers an error to a warning with its reason', () => {
    const context = { [LOWERED]: { BadThing: 'until the migration ends' } };

    expect(warningsOf(() => new Backend({}, [bad('BadThing')]), ['/books'], context)).toEqual([
      { path: 'Stack/books', message: expect.stringContaining('until the migration ends') },
    ]);
  });

  test.each([[{ Other: 'x' }], [{ BadThing: '' }], [{ BadThing: true }], ['BadThing'], [null]])('%j lowers nothing', (lowered) => {
    expectProblem(() => new Backend({}, [bad('BadThing')]), 'BadThing', {
      context: { [LOWERED]: lowered },
    });
  });

  test.each([
    ['UrlTooLng', 'UrlTooLong'],
    ['urlTooLong', 'UrlTooLong'],
    ['@apigwv2-integrations/url-too-long', 'UrlTooLong'],
    ['VpcLinkMising', 'VpcLinkMissing'],
  ])('reports the unknown lowered code %s, with %s', (written, meant) => {
    const context = { [LOWERED]: { [written]: 'case 123' } };

    expect(expectProblem(() => new Backend({}), 'LoweredCodeUnknown', { context })).toContain(
      `the context key ${LOWERED} contains the unknown code "${written}": write ${meant}`,
    );
    expectProblem(() => new Backend({}, [bad('BadThing')]), ['LoweredCodeUnknown', 'BadThing'], { context });
  });

  test('accepts lowered codes of custom backends', () => {
    expect(warningsOf(() => new Backend({}), ['/books'], { [LOWERED]: { BadThing: 'case 123' } })).toEqual([]);
    const near = { [LOWERED]: { UrlTooLon: 'case 123' } };
    expect(warningsOf(() => new Backend({}, [bad('UrlTooLon')]), ['/books'], near)).toHaveLength(1);
  });

  test('accepts a similar code if LoweredCodeUnknown is lowered', () => {
    const context = { [LOWERED]: { UrlTooLon: 'ours', LoweredCodeUnknown: 'it is ours' } };

    expect(warningsOf(() => new Backend({}), ['/books'], context)).toEqual([
      { path: 'Stack/books', message: expect.stringContaining('[LoweredCodeUnknown]') },
    ]);
  });

  test('recognizes errors by their brand', () => {
    const brand = Symbol.for('@apigwv2-integrations/core.IntegrationError');
    const fromAnotherCopy = Object.assign(new Error('x'), { [brand]: true, problems: [bad('ElseWhere')] });

    expect(IntegrationErrors.is(fromAnotherCopy)).toBe(true);
    expect(IntegrationErrors.problemsOf(fromAnotherCopy)).toEqual([bad('ElseWhere')]);
    for (const other of [new Error('x'), undefined, null, 'text', {}]) {
      expect(IntegrationErrors.is(other)).toBe(false);
      expect(IntegrationErrors.problemsOf(other)).toEqual([]);
    }
  });
});
