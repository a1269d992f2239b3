import { describe, expect, test } from 'vitest';
import type { Field } from '../../src/gateway/message';
import { eventV2 } from '../../src/http-api/events/v2';
import { compileRequestMapping } from '../../src/http-api/mapping/request-mapping';
import { type Asked, routed, unmapped } from './support';

function event(asked: Asked, body = '') {
  const request = routed(asked);
  return JSON.parse(eventV2(request, unmapped(request), Buffer.from(body)));
}

describe('payload format 2.0', () => {
  test('has exactly the members of the service’s event', () => {
    // After a capture of an HTTP API with `ANY /handler/{proxy+}` and no CORS, authorizer or stage variables.
    const headers: Field[] = [
      ['Host', 'localhost:3000'],
      ['User-Agent', 'curl/7.77.0'],
      ['Accept', '*/*'],
    ];
    expect(event({ method: 'POST', target: '/handler/pero', routes: ['ANY /handler/{proxy+}'], headers })).toEqual({
      version: '2.0',
      routeKey: 'ANY /handler/{proxy+}',
      rawPath: '/handler/pero',
      rawQueryString: '',
      headers: {
        accept: '*/*',
        'content-length': '0',
        host: 'localhost:3000',
        'user-agent': 'curl/7.77.0',
        'x-amzn-trace-id': 'Root=1-61fff2e3-4a4b4a61586d504c76486345',
        'x-forwarded-for': '203.0.113.7',
        'x-forwarded-port': '3000',
        'x-forwarded-proto': 'http',
      },
      requestContext: {
        accountId: '123456789012',
        apiId: 'a1b2c3d4e5',
        domainName: 'localhost',
        domainPrefix: 'localhost',
        http: { method: 'POST', path: '/handler/pero', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'curl/7.77.0' },
        requestId: 'JKJaXmPLvHcESHA=',
        routeKey: 'ANY /handler/{proxy+}',
        stage: '$default',
        time: '06/Feb/2022:16:10:11 +0000',
        timeEpoch: 1644163811849,
      },
      pathParameters: { proxy: 'pero' },
      isBase64Encoded: false,
    });
  });

  test('escapes strings for JSON', () => {
    const odd = '"\\\t\u2028é';
    const headers: Field[] = [
      ['Host', odd],
      ['X-Odd', odd],
      ['X-Odd', odd],
      ['User-Agent', odd],
      ['Cookie', odd],
      ['X-Forwarded-For', odd],
      ['Content-Type', 'text/plain'],
    ];
    const path = encodeURIComponent(odd);
    const made = event(
      { target: `/books/${path}?${path}=${path}`, routes: ['GET /books/{id}'], stages: { $default: { odd } }, headers },
      odd,
    );
    expect(made).toMatchObject({
      rawPath: `/books/${odd}`,
      rawQueryString: `${path}=${path}`,
      cookies: [odd],
      headers: { host: odd, 'x-odd': `${odd},${odd}`, 'user-agent': odd, 'x-forwarded-for': `${odd}, 203.0.113.7` },
      queryStringParameters: { [odd]: odd },
      requestContext: { domainName: odd, domainPrefix: odd, http: { path: `/books/${odd}`, userAgent: odd } },
      body: odd,
      pathParameters: { id: odd },
      stageVariables: { odd },
    });
  });

  // 4.1; the values are those of a capture with repeated parameters, encodings and cookies.
  test('contains every part of a request', () => {
    const captured = event(
      {
        method: 'POST',
        target:
          '/capture/space%20value?repeat=one&repeat=two&redirect=https%3A%2F%2Fexample.com%2Fa%2Fb&literalPlus=a+b&encodedPlus=a%2Bb&empty=',
        stages: { $default: { version: 'v2' } },
        headers: [
          ['content-type', 'application/json'],
          ['cookie', 'session=abc123; theme=dark'],
          ['X-Voker-Probe', 'first'],
          ['x-voker-probe', 'second'],
        ],
      },
      '{"unicode":"lambda-λ"}',
    );

    expect(captured).toMatchObject({
      routeKey: '$default',
      rawPath: '/capture/space value',
      rawQueryString: 'repeat=one&repeat=two&redirect=https%3A%2F%2Fexample.com%2Fa%2Fb&literalPlus=a+b&encodedPlus=a%2Bb&empty=',
      cookies: ['session=abc123', 'theme=dark'],
      queryStringParameters: { empty: '', encodedPlus: 'a+b', literalPlus: 'a b', redirect: 'https://example.com/a/b', repeat: 'one,two' },
      requestContext: { http: { path: '/capture/space value' } },
      body: '{"unicode":"lambda-λ"}',
      isBase64Encoded: false,
      stageVariables: { version: 'v2' },
    });
    expect(captured.headers).toMatchObject({ 'x-voker-probe': 'first,second', 'content-length': '23' });
    expect(captured.headers).not.toHaveProperty('cookie');
    expect(captured).not.toHaveProperty('pathParameters');
  });

  test.each<[string, Asked, string]>([
    // gh:sivchari/kumo#871, gh:aws-powertools/powertools-lambda-python#621: the stage is in the path, unless it is $default.
    ['$default', { target: '/books' }, '/books'],
    ['a named stage', { target: '/test/books', stages: { test: {} } }, '/test/books'],
    ['a named stage alone', { target: '/test', stages: { test: {} } }, '/test'],
    ['a named stage and a slash', { target: '/test/', stages: { test: {} } }, '/test/'],
    ['a named stage, decoded', { target: '/%74est/a%20b?c', stages: { test: {} } }, '/test/a b'],
    ['a stage that is not in the path', { target: '/books', stages: { test: {} }, only: 'test' }, '/books'],
    // gh:middleapi/standard-server#93
    ['a question mark in it', { target: '/test/me%3Fadmin=true?a=1', stages: { test: {} } }, '/test/me'],
    ['a target in absolute form', { target: 'http://localhost:3000/books?a=1' }, '/books'],
  ])('contains the path of %s', (_name, asked, path) => {
    expect(event(asked)).toMatchObject({ rawPath: path, requestContext: { http: { path } } });
  });

  test.each<[string, string[], string, Record<string, string> | undefined]>([
    ['decoded', ['GET /books/{id}'], '/books/a%20b', { id: 'a b' }],
    ['of a greedy one', ['GET /{proxy+}'], '/a%2Fb/c', { proxy: 'a/b/c' }],
    ['empty for an empty remainder', ['GET /{proxy+}'], '/', { proxy: '' }],
    ['of any name', ['GET /{__proto__}'], '/a', JSON.parse('{"__proto__":"a"}')],
    ['left out where there are none', ['GET /a'], '/a', undefined],
  ])('contains path variables: %s', (_name, routes, target, pathParameters) => {
    expect(Object.entries(event({ target, routes }).pathParameters ?? {})).toEqual(Object.entries(pathParameters ?? {}));
  });

  describe('headers', () => {
    const headersOf = (headers: readonly Field[]) => event({ headers }).headers;

    test.each<[string, readonly Field[], Record<string, string | undefined>]>([
      [
        'of the same name joined by a comma',
        [
          ['X-A', '1'],
          ['x-a', '2,3'],
        ],
        { 'x-a': '1,2,3' },
      ],
      [
        'of any name',
        [
          ['constructor', 'a'],
          ['toString', 'b'],
        ],
        { constructor: 'a', tostring: 'b' },
      ],
      ['with the client’s trace id', [['X-Amzn-Trace-Id', 'Root=1-a']], { 'x-amzn-trace-id': 'Root=1-a' }],
      [
        'with the client at the end of the way',
        [
          ['X-Forwarded-For', '198.51.100.1'],
          ['x-forwarded-for', '198.51.100.2'],
        ],
        { 'x-forwarded-for': '198.51.100.1, 198.51.100.2, 203.0.113.7' },
      ],
      [
        'that the client cannot write',
        [
          ['X-Forwarded-Proto', 'https'],
          ['x-forwarded-port', '1'],
          ['Content-Length', '99'],
        ],
        { 'x-forwarded-proto': 'http', 'x-forwarded-port': '80', 'content-length': '0' },
      ],
      [
        'without those about the connection',
        [
          ['Connection', 'x'],
          ['Keep-Alive', 'x'],
          ['TE', 'x'],
          ['Transfer-Encoding', 'chunked'],
          ['Upgrade', 'x'],
          ['Expect', '100-continue'],
          ['Proxy-Authorization', 'x'],
        ],
        {
          connection: undefined,
          'keep-alive': undefined,
          te: undefined,
          'transfer-encoding': undefined,
          upgrade: undefined,
          expect: undefined,
          'proxy-authorization': undefined,
        },
      ],
      // The .NET emulator adds one; captures of the service have none.
      ['without a content type that nobody sent', [], { 'content-type': undefined }],
      ['with Authorization', [['Authorization', 'Bearer x']], { authorization: 'Bearer x' }],
    ])('%s', (_name, headers, expected) => {
      const got = headersOf(headers);
      for (const [name, value] of Object.entries(expected)) {
        expect(Object.hasOwn(got, name) ? got[name] : undefined, name).toBe(value);
      }
    });

    test('contains a header named __proto__', () => {
      expect(
        Object.getOwnPropertyDescriptor(
          headersOf([
            ['__proto__', 'a'],
            ['__Proto__', 'b'],
          ]),
          '__proto__',
        )?.value,
      ).toBe('a,b');
    });

    test('handles thousands of header names', () => {
      const many = Array.from({ length: 3000 }, (_, index): Field => [`X-Made-Up-${index}`, 'x']);
      expect(headersOf(many)).toMatchObject({ 'x-made-up-0': 'x', 'x-made-up-2999': 'x' });
      expect(headersOf([['Accept', 'a']])).toMatchObject({ accept: 'a' });
    });
  });

  test.each<[readonly string[], string[] | undefined]>([
    [['a=1; b=2'], ['a=1', 'b=2']],
    [['a=1;b=2 ;'], ['a=1', 'b=2']],
    [
      ['a=1', 'b=2; c'],
      ['a=1', 'b=2', 'c'],
    ],
    [['a="x=y"'], ['a="x=y"']],
    [[''], undefined],
    [[], undefined],
  ])('splits the cookies %j', (cookies, expected) => {
    expect(event({ headers: cookies.map((value): Field => ['Cookie', value]) }).cookies).toEqual(expected);
  });

  // 4.3, measured
  test.each<[string | undefined, boolean]>([
    ['text/plain', false],
    ['text/html; charset=utf-8', false],
    ['TEXT/CSS', false],
    ['application/json', false],
    ['Application/JSON;charset=UTF-8', false],
    [' application/xml ', false],
    ['application/javascript', false],
    [undefined, true],
    ['', true],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['application/octet-stream', true],
    ['application/vnd.api+json', true],
    ['application/jsonp', true],
    ['image/svg+xml', true],
  ])('encodes a body of type %s in base64: %s', (type, isBase64Encoded) => {
    const headers: Field[] = type === undefined ? [] : [['Content-Type', type]];
    expect(event({ headers }, 'λ=1')).toMatchObject({
      isBase64Encoded,
      body: isBase64Encoded ? Buffer.from('λ=1').toString('base64') : 'λ=1',
      headers: { 'content-length': '4' },
    });
  });

  test('has no body without a request body', () => {
    const got = event({ headers: [['content-type', 'image/png']] });
    expect(got.isBase64Encoded).toBe(false);
    expect(got).not.toHaveProperty('body');
  });

  describe('caller', () => {
    const authorizer = (caller: Asked['caller']) => event({ caller }).requestContext.authorizer;

    test('omits the authorizer if there is none', () => {
      expect(authorizer({ kind: 'none' })).toBeUndefined();
    });

    test('contains all claims as strings', () => {
      const claims = { sub: 'user-1', exp: 1639533842, email_verified: true, 'cognito:groups': ['admin', 'users'] };
      expect(authorizer({ kind: 'jwt', claims, scopes: ['books/read'] })).toEqual({
        jwt: {
          claims: { sub: 'user-1', exp: '1639533842', email_verified: 'true', 'cognito:groups': '[admin users]' },
          scopes: ['books/read'],
        },
      });
      const odd = authorizer({ kind: 'jwt', claims: JSON.parse('{"__proto__":1}'), scopes: null }).jwt.claims;
      expect(Object.entries(odd)).toEqual([['__proto__', '1']]);
      expect(authorizer({ kind: 'jwt', claims: {}, scopes: null })).toEqual({ jwt: { claims: {}, scopes: null } });
    });

    test('contains a Lambda authorizer’s context with its types', () => {
      expect(authorizer({ kind: 'lambda', context: { level: 3, isAdmin: true } })).toEqual({ lambda: { level: 3, isAdmin: true } });
      const odd = { 'ctx.foo': 'flat', list: [1, { a: null }], map: { a: { b: true } } };
      expect(authorizer({ kind: 'lambda', context: odd, principalId: 'me' })).toEqual({ lambda: odd });
      expect(authorizer({ kind: 'lambda' })).toEqual({ lambda: null });
    });

    test('the access key of a verified signature', () => {
      expect(authorizer({ kind: 'iam', accessKey: 'AKIDEXAMPLE' })).toMatchObject({ iam: { accessKey: 'AKIDEXAMPLE' } });
    });

    test('contains a local IAM user', () => {
      expect(authorizer({ kind: 'iam' })).toEqual({
        iam: {
          accessKey: 'AKIALOCALLOCALLOCAL0',
          accountId: '123456789012',
          callerId: 'AIDALOCALLOCALLOCAL00',
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: 'arn:aws:iam::123456789012:user/local',
          userId: 'AIDALOCALLOCALLOCAL00',
        },
      });
    });
  });

  test.each<[readonly Field[], string, string, string]>([
    [[['Host', 'api.example.com']], 'api.example.com', 'api', '80'],
    [[['host', '127.0.0.1:8080']], '127.0.0.1', '127', '8080'],
    [[['Host', 'localhost']], 'localhost', 'localhost', '80'],
    [[['Host', '[::1]:3000']], '[::1]', '[::1]', '3000'],
    [[], 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com', 'a1b2c3d4e5', '80'],
    [[['Host', '']], 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com', 'a1b2c3d4e5', '80'],
  ])('contains the domain of %j', (headers, domainName, domainPrefix, port) => {
    expect(event({ headers })).toMatchObject({ requestContext: { domainName, domainPrefix }, headers: { 'x-forwarded-port': port } });
  });

  test('handles arbitrarily many hosts', () => {
    for (let index = 0; index < 300; index++) {
      expect(event({ headers: [['host', `h${index}.example.com`]] }).requestContext.domainPrefix).toBe(`h${index}`);
    }
  });

  // 1.3: with a function as its target, a mapping changes the event.
  test('contains the mapped request, and the original path in its context', () => {
    const request = routed({ target: '/test/books?tag=a&tag=b c&tag=%C3%BC', stages: { test: {} }, headers: [['X-One', '1']] });
    const mapping = compileRequestMapping([
      ['overwrite:path', '/v2${request.path}'],
      ['append:header.x-one', '2'],
      ['append:querystring.new', 'a&b=\ud800'],
    ]);

    expect(JSON.parse(eventV2(request, mapping.apply(request), Buffer.alloc(0)))).toMatchObject({
      rawPath: '/v2/books',
      rawQueryString: 'tag=a&tag=b%20c&tag=%C3%BC&new=a%26b%3D%EF%BF%BD',
      queryStringParameters: { tag: 'a,b c,ü', new: 'a&b=\ud800' },
      headers: { 'x-one': '1,2' },
      requestContext: { http: { path: '/test/books' } },
    });
  });
});
