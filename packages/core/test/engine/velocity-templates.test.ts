import { describe, expect, test } from 'vitest';
import { checkTemplates } from '../../src/engine/rules/websocket-templates';
import { expectCodes, ofApi, webSocketApi } from './template-support';

const DYNAMODB = 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem';
const integration = (IntegrationType: string, template: unknown, properties: object = {}) =>
  ofApi('Integration', {
    IntegrationType,
    IntegrationMethod: 'POST',
    CredentialsArn: 'arn:aws:iam::123456789012:role/put',
    TemplateSelectionExpression: '\\$default',
    RequestTemplates: { $default: template },
    ...properties,
  });
const expectCodesOf = (made: object, codes: string[], others: object = {}) =>
  expectCodes({ Api: webSocketApi, Integration: made, ...others } as Parameters<typeof expectCodes>[0], codes);

test('reports line, column, source and remedy', () => {
  const [problem] = checkTemplates({ side: 'request', templates: [['$default', '{\n  "id": "$context.conectionId"\n}']] });

  expect(problem).toEqual({
    code: 'TemplateContextUnknown',
    severity: 'warning',
    value: '{\n  "id": "$context.conectionId"\n}',
    message: 'line 2, column 10 of the request template "$default": WebSocket APIs have no $context.conectionId, so it prints nothing',
    remedy: 'write $context.connectionId',
    excerpt: '  "id": "$context.conectionId"\n         ^^^^^^^^^^^^^^^^^^^^',
    span: { start: 11, end: 31 },
  });
});

describe('the required output of a template', () => {
  test.each([
    ['MOCK', '{"status": 200}', { IntegrationUri: undefined }, ['TemplateStatusMissing']],
    ['AWS', 'no JSON', { IntegrationUri: DYNAMODB }, ['TemplateNeverJson']],
    [
      'AWS',
      'no JSON',
      { IntegrationUri: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-1:states:action/StartExecution']] } },
      ['TemplateNeverJson'],
    ],
    ['AWS', 'Action=SendMessage', { IntegrationUri: 'arn:aws:apigateway:eu-west-1:sqs:path/123456789012/orders' }, []],
    ['AWS', 'unknown', { IntegrationUri: { Ref: 'Uri' } }, []],
    ['HTTP', 'any text', { IntegrationUri: 'https://chat.example.com' }, []],
  ])('%s: %s', (type, template, properties, codes) => {
    expectCodesOf(integration(type, template, properties), codes);
  });
});

describe('a template with values that CloudFormation determines', () => {
  const parts = (...texts: unknown[]) => ({ 'Fn::Join': ['', texts] });

  test.each([
    ['is judged around it', parts('{"TableName": "', { Ref: 'Table' }, '", "Item": "$context.nothing"}'), ['TemplateContextUnknown']],
    ['is judged for JSON around it', parts('{"TableName": "', { Ref: 'Table' }, '"'), ['TemplateNeverJson']],
    ['is not judged where it may be anything', parts('{"TableName": ', { Ref: 'Name' }), []],
    ['does not parse for what is filled in', parts('#if(', { Ref: 'Name' }, ')x#end'), []],
    ['is judged in Fn::Sub', { 'Fn::Sub': '{"TableName": "${Table}", "Item": "${!context.nothing}"}' }, ['TemplateContextUnknown']],
    ['is unknown otherwise', { 'Fn::ImportValue': 'Template' }, []],
    ['is unknown with parts that are unknown', { 'Fn::Join': ['', { Ref: 'Parts' }] }, []],
    ['is unknown with values for Fn::Sub', { 'Fn::Sub': ['${Text}', { Text: { Ref: 'X' } }] }, []],
  ])('%s', (_what, template, codes) => {
    expectCodesOf(integration('AWS', template, { IntegrationUri: DYNAMODB }), codes);
  });
});

describe('stage variables', () => {
  const READS = integration('MOCK', '{"statusCode": 200, "a": "$stageVariables.color"}');
  const stage = (StageVariables?: unknown) =>
    ofApi('Stage', { StageName: 'test', ...(StageVariables === undefined ? {} : { StageVariables }) });

  test.each([
    ['that no stage has', { Stage: stage({ size: '1' }) }, ['TemplateStageVariableUnset']],
    ['of a stage without any', { Stage: stage() }, ['TemplateStageVariableUnset']],
    ['that one of two stages has', { Stage: stage({ size: '1' }), Other: stage({ color: 'red' }) }, []],
    ['of stages elsewhere', {}, []],
    ['that are unknown', { Stage: stage({ Ref: 'Variables' }) }, []],
  ])('%s', (_what, stages, codes) => {
    expectCodesOf(READS, codes, stages);
  });

  test('checks stage variables in templates of integration responses', () => {
    const Response = ofApi('IntegrationResponse', {
      IntegrationId: 'abc123',
      IntegrationResponseKey: '$default',
      ResponseTemplates: { $default: '$stageVariables.color' },
    });

    expectCodes({ Api: webSocketApi, Response, Stage: stage({ size: '1' }) }, ['TemplateStageVariableUnset']);
  });

  test('does not check stage variables for an API of another template', () => {
    const Connect = ofApi('Route', { RouteKey: '$connect' });

    expectCodes({ Integration: READS, Stage: stage({ size: '1' }), Connect }, []);
  });
});
