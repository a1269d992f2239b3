import { isConnectSource, mockStatusCode, parseExpression } from '@apigwv2-integrations/core/engine';
import { readObject, type Sample } from '../../../../../inspector-page/src/evaluation/sample';
import { evaluateTemplate } from '../../../../../inspector-page/src/evaluation/velocity';
import { readEntries } from '../json-source';
import type { PlaygroundState } from '../modes';
import { parameterCalls, requestCalls, responseCalls } from './mapping-code';
import { type Call, type Expression, type Import, type Members, name, type Statement, text, typesIn } from './program';
import { printPython } from './python';
import { printTypeScript } from './typescript';

export type CodeLanguage = 'typescript' | 'python';

type Pairs = readonly (readonly [key: string, expression: string])[];

/**
 * An app that has the mapping or the template of a state, with the classes of these packages.
 *
 * @returns undefined for a state that has none, such as a mapping that is not valid JSON
 */
export function cdkCode(state: PlaygroundState, language: CodeLanguage): string | undefined {
  const statements = statementsOf(state);
  if (statements === undefined) {
    return undefined;
  }
  const program = { imports: importsOf(statements, language), statements };
  return language === 'python' ? printPython(program) : printTypeScript(program);
}

function statementsOf({ mode, source, sample: sampleText }: PlaygroundState): readonly Statement[] | undefined {
  const read = readObject('sample', sampleText);
  const sample = 'problems' in read ? {} : read.value;
  switch (mode) {
    case 'request':
      return withPairs(source, (pairs) => httpApi('parameterMapping', mapping('ParameterMapping', requestCalls(pairs)), pathOf(pairs)));
    case 'response': {
      const { statusCode } = sample;
      const status = Number.isSafeInteger(statusCode) ? (statusCode as number) : 200;
      return withPairs(source, (pairs) =>
        httpApi('responseParameterMapping', mapping('ResponseParameterMapping', responseCalls(status, pairs)), '/'),
      );
    }
    case 'parameters':
      return withPairs(source, webSocketParameters);
    case 'selection':
      return webSocketApi([], routeKeysOf(sample), { expression: source });
    case 'request-template':
      return requestTemplate(source, sample);
    case 'response-template':
      return webSocketApi(responseTemplate(source), ['send'], { isTwoWay: true });
    case 'template':
      return undefined;
  }
}

function withPairs(source: string, make: (pairs: Pairs) => readonly Statement[]): readonly Statement[] | undefined {
  const read = readEntries(source);
  return 'problems' in read ? undefined : make(read.entries.map(({ key, value }) => [key, value]));
}

function mapping(type: string, calls: readonly Call[]): Expression {
  return { kind: 'chain', start: create(type), calls };
}

const create = (type: string, args: readonly Expression[] = [], props: Members = []): Expression => ({ kind: 'new', type, args, props });

/** The app and its stack, in which the statements of a program are. */
function inStack(statements: readonly Statement[]): readonly Statement[] {
  return [
    { kind: 'let', name: 'app', value: create('App') },
    { kind: 'let', name: 'stack', value: create('Stack', [name('app'), text('PlaygroundStack')]) },
    { kind: 'blank' },
    ...statements,
    { kind: 'blank' },
    { kind: 'call', target: 'app', call: { method: 'synth', args: [] } },
  ];
}

function httpApi(option: string, value: Expression, path: string): readonly Statement[] {
  return inStack([
    { kind: 'let', name: option, value },
    { kind: 'blank' },
    { kind: 'let', name: 'api', value: create('HttpApi', [name('stack'), text('Api')]) },
    {
      kind: 'call',
      target: 'api',
      call: {
        method: 'addRoutes',
        args: [],
        props: [
          ['path', text(path)],
          ['integration', create('HttpUrlIntegration', [text('Backend'), text('https://example.com/')], [[option, name(option)]])],
        ],
      },
    },
  ]);
}

/** A path with all variables that a mapping reads. */
function pathOf(pairs: Pairs): string {
  const variables = new Set<string>();
  for (const [, expression] of pairs) {
    for (const part of parseExpression(expression).parts) {
      if (part.kind === 'variable' && part.variable.source === 'request.path' && /^[\w.-]+$/.test(part.variable.name ?? '')) {
        variables.add(part.variable.name as string);
      }
    }
  }
  const greedy = variables.delete('proxy') ? ['{proxy+}'] : [];
  return `/${[...[...variables].map((variable) => `{${variable}}`), ...greedy].join('/')}`;
}

function webSocketParameters(pairs: Pairs): readonly Statement[] {
  const variables = pairs.flatMap(([destination]) => /^integration\.request\.path\.(.+)$/.exec(destination)?.[1] ?? []);
  const url = `https://example.com/${variables.map((variable) => `{${variable}}`).join('/')}`;
  const integration = create('WebSocketHttpIntegration', [text('Backend'), text(url)], [['parameterMapping', name('parameterMapping')]]);
  return webSocketApi(
    [
      { kind: 'let', name: 'parameterMapping', value: mapping('WebSocketParameterMapping', parameterCalls(pairs)) },
      { kind: 'let', name: 'integration', value: integration },
    ],
    [pairs.some(([, expression]) => isConnectSource(expression)) ? '$connect' : 'send'],
  );
}

const DEFAULT_EXPRESSION = '$request.body.action';
/** Selects the template with the key `$default`. */
const SELECTS_DEFAULT: Members[number] = ['templateSelectionExpression', text('\\$default')];

const templates = (template: string): Expression => ({ kind: 'map', entries: [['$default', name(template)]] });

/** @param before creates the integration of all routes; without it, each route has a mock */
function webSocketApi(
  before: readonly Statement[],
  routeKeys: readonly string[],
  { expression = DEFAULT_EXPRESSION, isTwoWay = false }: { readonly expression?: string; readonly isTwoWay?: boolean } = {},
): readonly Statement[] {
  const props: Members = expression === DEFAULT_EXPRESSION ? [] : [['routeSelectionExpression', text(expression)]];
  const mock: readonly Statement[] = [
    { kind: 'let', name: 'requestTemplate', value: text('{"statusCode": 200}') },
    {
      kind: 'let',
      name: 'integration',
      value: create('WebSocketMockIntegration', [text('Mock')], [['requestTemplates', templates('requestTemplate')], SELECTS_DEFAULT]),
    },
  ];
  return inStack([
    ...(before.length === 0 ? mock : before),
    { kind: 'blank' },
    { kind: 'let', name: 'api', value: create('WebSocketApi', [name('stack'), text('Api')], props) },
    ...routeKeys.map((key): Statement => {
      const twoWay: Members = isTwoWay ? [['returnResponse', { kind: 'boolean', value: true }]] : [];
      const options: Members = [['integration', name('integration')], ...twoWay];
      return { kind: 'call', target: 'api', call: { method: 'addRoute', args: [text(key)], props: options } };
    }),
  ]);
}

function routeKeysOf(sample: Sample): readonly string[] {
  const { routeKeys } = sample as { readonly routeKeys?: unknown };
  const keys = Array.isArray(routeKeys) ? [...new Set(routeKeys.filter((key) => typeof key === 'string' && key !== ''))] : [];
  return keys.length === 0 ? ['$default'] : keys;
}

function requestTemplate(source: string, sample: Sample): readonly Statement[] {
  const statusCode = mockStatusCode(evaluateTemplate(source, sample).result ?? '');
  const requestTemplates: Members = [['requestTemplates', templates('requestTemplate')], SELECTS_DEFAULT];
  const { integrationResponseKeys } = sample as { readonly integrationResponseKeys?: unknown };
  const keys = Array.isArray(integrationResponseKeys) ? integrationResponseKeys.map(String) : [];
  const responses: Members =
    keys.length === 0
      ? []
      : [['integrationResponses', { kind: 'list', items: keys.map((key) => integrationResponse([['key', text(key)]])) }]];
  const integration =
    statusCode === undefined
      ? create(
          'WebSocketHttpIntegration',
          [text('Backend'), text('https://example.com/')],
          [['proxy', { kind: 'boolean', value: false }], ...requestTemplates, ...responses],
        )
      : create('WebSocketMockIntegration', [text('Backend')], [...requestTemplates, ...responses]);
  return webSocketApi(
    [
      { kind: 'let', name: 'requestTemplate', value: text(source) },
      { kind: 'let', name: 'integration', value: integration },
    ],
    ['send'],
    { isTwoWay: keys.includes('$default') },
  );
}

const integrationResponse = (members: Members): Expression => ({ kind: 'struct', type: 'WebSocketIntegrationResponse', members });

function responseTemplate(source: string): readonly Statement[] {
  const response = integrationResponse([['key', text('$default')], ['responseTemplates', templates('responseTemplate')], SELECTS_DEFAULT]);
  const props: Members = [
    ['proxy', { kind: 'boolean', value: false }],
    ['integrationResponses', { kind: 'list', items: [response] }],
  ];
  return [
    { kind: 'let', name: 'responseTemplate', value: text(source) },
    { kind: 'let', name: 'integration', value: create('WebSocketHttpIntegration', [text('Backend'), text('https://example.com/')], props) },
  ];
}

/** Where each class is. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  '@apigwv2-integrations/core': [
    'ContextVariable',
    'MappingValue',
    'ParameterMapping',
    'ResponseMappingValue',
    'ResponseParameterMapping',
    'WebSocketContextVariable',
    'WebSocketIntegrationResponse',
    'WebSocketMappingValue',
    'WebSocketParameterMapping',
  ],
  '@apigwv2-integrations/url': ['HttpUrlIntegration'],
  '@apigwv2-integrations/websocket': ['WebSocketHttpIntegration', 'WebSocketMockIntegration'],
  'aws-cdk-lib': ['App', 'Stack'],
  'aws-cdk-lib/aws-apigatewayv2': ['HttpApi', 'WebSocketApi'],
};

function importsOf(statements: readonly Statement[], language: CodeLanguage): readonly Import[] {
  const used = typesIn(statements, { includeStructs: language === 'python' });
  return Object.entries(MODULES).flatMap(([module, classes]): readonly Import[] => {
    const names = classes.filter((each) => used.has(each));
    return names.length === 0 ? [] : [{ module, names }];
  });
}
