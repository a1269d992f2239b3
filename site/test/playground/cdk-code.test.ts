import { assert, constantFrom, dictionary, oneof, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cdkCode } from '../../.vitepress/theme/playground/code/cdk-code';
import { EXAMPLES } from '../../.vitepress/theme/playground/examples';
import type { Mode } from '../../.vitepress/theme/playground/modes';
import { mappingIn as mappingOf, resourcesOf } from './run-code';

const typescript = (mode: Mode, source: unknown, sample: unknown = {}) =>
  cdkCode(
    { mode, source: typeof source === 'string' ? source : JSON.stringify(source), sample: JSON.stringify(sample) },
    'typescript',
  ) as string;
const python = (mode: Mode, source: unknown, sample: unknown = {}) =>
  cdkCode(
    { mode, source: typeof source === 'string' ? source : JSON.stringify(source), sample: JSON.stringify(sample) },
    'python',
  ) as string;

const CODE_EXAMPLES = EXAMPLES.filter(({ mode, title }) => mode !== 'template' && !title.startsWith('Mistakes'));

describe('the code of an example, when it is run,', () => {
  it.each(CODE_EXAMPLES)('has the text of the editor in its template: $title', ({ mode, source, sample }) => {
    const resources = resourcesOf(cdkCode({ mode, source, sample }, 'typescript') as string);
    const [integration] = resources('Integration');
    switch (mode) {
      case 'request':
      case 'parameters':
        expect(integration?.RequestParameters).toEqual(JSON.parse(source));
        break;
      case 'response': {
        const { statusCode } = JSON.parse(sample);
        const entries = Object.entries(JSON.parse(source)).map(([Destination, Source]) => ({ Destination, Source }));
        expect(integration?.ResponseParameters).toEqual({ [statusCode]: { ResponseParameters: entries } });
        break;
      }
      case 'selection':
        expect(resources('Api')[0]?.RouteSelectionExpression).toBe(source);
        break;
      case 'request-template':
        expect(integration?.RequestTemplates).toEqual({ $default: source });
        break;
      default:
        expect(resources('IntegrationResponse')[0]?.ResponseTemplates).toEqual({ $default: source });
    }
  });

  it('reports what is wrong with a mapping', () => {
    expect(() => resourcesOf(typescript('request', { 'append:header.x': '$request.heder.user' }))).toThrow('[SourceUnknown]');
  });
});

describe('the code', () => {
  it('uses the methods of the DSL', () => {
    const mapping = {
      'append:header.x-user': '$request.header.user',
      'overwrite:querystring.q': '$request.querystring.q',
      'overwrite:path': '/v2/${request.path.id}',
      'overwrite:header.a': '$context.authorizer.claims.sub',
      'overwrite:header.b': '$request.body.user.name',
      'overwrite:header.c': '$request.body',
      'overwrite:header.d': 'fixed',
      'remove:header.e': '',
    };
    expect(typescript('request', mapping)).toBe(`import { MappingValue, ParameterMapping } from '@apigwv2-integrations/core';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';

const app = new App();
const stack = new Stack(app, 'PlaygroundStack');

const parameterMapping = new ParameterMapping()
  .appendHeader('x-user', MappingValue.requestHeader('user'))
  .overwriteQueryString('q', MappingValue.requestQueryString('q'))
  .overwritePath(MappingValue.join('/v2/', MappingValue.requestPathParam('id')))
  .overwriteHeader('a', MappingValue.authorizerClaim('sub'))
  .overwriteHeader('b', MappingValue.requestBody('user.name'))
  .overwriteHeader('c', MappingValue.wholeRequestBody())
  .overwriteHeader('d', MappingValue.text('fixed'))
  .removeHeader('e');

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/{id}',
  integration: new HttpUrlIntegration('Backend', 'https://example.com/', { parameterMapping }),
});

app.synth();
`);
    expect(python('request', mapping)).toBe(`from apigwv2_integrations_core import MappingValue, ParameterMapping
from apigwv2_integrations_url import HttpUrlIntegration
from aws_cdk import App, Stack
from aws_cdk.aws_apigatewayv2 import HttpApi

app = App()
stack = Stack(app, "PlaygroundStack")

parameter_mapping = (
    ParameterMapping()
    .append_header("x-user", MappingValue.request_header("user"))
    .overwrite_query_string("q", MappingValue.request_query_string("q"))
    .overwrite_path(MappingValue.join("/v2/", MappingValue.request_path_param("id")))
    .overwrite_header("a", MappingValue.authorizer_claim("sub"))
    .overwrite_header("b", MappingValue.request_body("user.name"))
    .overwrite_header("c", MappingValue.whole_request_body())
    .overwrite_header("d", MappingValue.text("fixed"))
    .remove_header("e")
)

api = HttpApi(stack, "Api")
api.add_routes(
    path="/{id}",
    integration=HttpUrlIntegration(
        "Backend",
        "https://example.com/",
        parameter_mapping=parameter_mapping,
    ),
)

app.synth()
`);
  });

  it('writes a template line by line', () => {
    expect(typescript('request-template', '#set($a = "`${b}`\\")\n\'$a\'')).toContain(
      "const requestTemplate = [\n  '#set($a = \"`${b}`\\\\\")\\n',\n  '\\'$a\\'',\n].join('');",
    );
    expect(python('request-template', '#set($a = "\\")\n\'$a\'')).toContain(
      'request_template = (\n    "#set($a = \\"\\\\\\")\\n"\n    "\'$a\'"\n)',
    );
  });

  it('names the struct of an integration response in Python alone', () => {
    expect(typescript('response-template', 'x')).toContain('integrationResponses: [{\n');
    expect(python('response-template', 'x')).toMatch(
      /import WebSocketIntegrationResponse\n[\s\S]*integration_responses=\[\n +WebSocketIntegrationResponse\(/,
    );
  });

  it.each<[Mode, string]>([
    ['request', '{'],
    ['response', '[]'],
    ['parameters', '{"a": 1}'],
    ['template', 'Resources: {}'],
  ])('does not exist for the %s %s', (mode, source) => {
    expect(cdkCode({ mode, source, sample: '' }, 'python')).toBeUndefined();
  });
});

describe('hostile text', () => {
  const HOSTILE = [
    "'); process.exit(); ('",
    '"""',
    '\\',
    "\\'",
    '`${x}`',
    '</script>',
    '\n',
    '\r\n',
    '\u2028',
    '\u202e',
    '\ud83d\ude00',
    '\u{e0001}',
    '\0',
    '#{x}',
    "''",
    'é',
  ];
  const text = oneof(
    string({ unit: 'binary' }),
    constantFrom(...HOSTILE),
    tuple(constantFrom(...HOSTILE), constantFrom(...HOSTILE)).map((parts) => parts.join('a')),
  );

  it('is quoted so that TypeScript reads the same mapping', () => {
    const location = constantFrom('append:header.', 'overwrite:querystring.', 'remove:header.', 'overwrite:path', 'x:');
    const value = oneof(
      text,
      constantFrom('$request.header.', '${request.path.', '$context.', '$stageVariables.', '$request.body.').chain((start) =>
        text.map((rest) => start + rest),
      ),
    );
    assert(
      property(
        dictionary(
          tuple(location, text).map((parts) => parts.join('')),
          value,
        ),
        (mapping) => {
          const code = typescript('request', mapping);
          expect(mappingOf(code)).toEqual(
            Object.fromEntries(
              Object.entries(mapping).map(([key, each]) => [
                key,
                key.startsWith('remove:') && each === "''" && code.includes('.remove') ? expect.anything() : each,
              ]),
            ),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of a response and of request parameters is quoted, too', () => {
    assert(
      property(text, text, (name, value) => {
        const response = mappingOf(typescript('response', { [`append:header.${name}`]: value, [name]: value }, { statusCode: 404 }));
        expect(Object.entries(response['404'] ?? {})).toEqual(Object.entries({ [`append:header.${name}`]: value, [name]: value }));
        const parameters = { [`integration.request.header.${name}`]: value, [name]: `context.${value}` };
        expect(mappingOf(typescript('parameters', parameters))).toEqual(parameters);
      }),
      { numRuns: 100 },
    );
  });

  it('has no line break and no hidden character in a literal of Python', () => {
    assert(
      property(text, (value) => {
        const code = python('request-template', value);
        expect(code).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?!\n)\p{Cc}/u);
        const [, literals = ''] = /^request_template = \(?\n?([\s\S]*?)\)?\nintegration = /m.exec(code) ?? [];
        expect(
          literals
            .split('\n')
            .filter((line) => line.trim() !== '')
            .map(readPython)
            .join(''),
        ).toBe(value);
      }),
    );
  });

  /** Evaluates the literals of Python that are used. */
  function readPython(line: string): string {
    const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(line.trim())?.[1];
    expect(inner).toBeDefined();
    return (inner as string).replace(/\\(?:u([\da-f]{4})|U([\da-f]{8})|(.))/g, (_, short, long, character: string) =>
      character === undefined
        ? String.fromCodePoint(Number.parseInt(short ?? long, 16))
        : ({ n: '\n', r: '\r', t: '\t' }[character] ?? character),
    );
  }
});
