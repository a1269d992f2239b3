import { expect, test } from 'vitest';
import { checkTemplateSelection, checkTemplates, type TemplateSide } from '../../src/engine/rules/websocket-templates';
import { expectCodes, ofApi, webSocketApi } from './template-support';

const codesOf = (side: TemplateSide, selection: string, ...keys: string[]) =>
  checkTemplateSelection(side, selection, keys).map(({ code }) => code);

test.each([
  '${request.body.action}',
  '$request.body.action',
  "${request.body.order.items[0]}-${request.body['kind of']}",
  'v1/${request.body.version}-beta',
  '\\$default',
  '$default',
  'mine',
  'costs 5 $',
  '$5',
])('accepts %s for request templates', (selection) => {
  expect(codesOf('request', selection)).toEqual([]);
});

test.each([
  '${integration.response.statuscode}',
  '$integration.response.statuscode',
  '${integration.response.header.x-kind}',
  '${integration.response.multivalueheader.x-kind}',
  '${request.body.action}',
])('accepts %s for response templates', (selection) => {
  expect(codesOf('response', selection)).toEqual([]);
});

test.each<[TemplateSide, string]>([
  ['request', ''],
  ['request', '${request.body.action'],
  ['request', '${}'],
  ['request', '${request.body}'],
  ['request', '${request.body.}'],
  ['request', '${request.body.a[?(@.x)]}'],
  ['request', '${request.bdy.action}'],
  ['request', '$request.header.kind'],
  ['request', '$input.body'],
  ['request', '${integration.response.statuscode}'],
  ['response', '${integration.response.status}'],
  ['response', '${integration.response.header.}'],
  ['response', '${integration.response.body.error}'],
])('rejects for %s templates the expression %j', (side, selection) => {
  const [{ code, severity, remedy }, ...others] = checkTemplateSelection(side, selection, []);

  expect([code, severity, others]).toEqual(['TemplateSelectionInvalid', 'warning', []]);
  expect(remedy.includes('integration.response')).toBe(side === 'response');
});

test.each([
  ['\\$default', ['application/json']],
  ['$default', ['mine', 'other']],
  ['a\\$b', ['a']],
])('reports that %s selects none of %j', (selection, keys) => {
  expect(codesOf('request', selection, ...keys)).toEqual(['TemplateSelectionUnmatched']);
});

test.each([
  ['mine', ['mine', 'other']],
  ['a\\$b', ['a$b']],
  ['mine', ['$default']],
  ['mine', []],
  ['${request.body.kind}', ['mine']],
])('accepts that %s may select one of %j', (selection, keys) => {
  expect(codesOf('request', selection, ...keys)).toEqual([]);
});

test('reports too long templates by their key', () => {
  const templates = [
    ['short', 'a'.repeat(32_768)],
    ['long', 'a'.repeat(32_769)],
    ['unknown', undefined],
  ] as const;

  expect(checkTemplates({ side: 'request', templates }).map(({ code, value }) => [code, value])).toEqual([['TemplateTooLong', 'long']]);
  expect(checkTemplates({ side: 'request' })).toEqual([]);
});

test('checks templates of integration responses, but not of proxy integrations', () => {
  const unused = { TemplateSelectionExpression: '${oops', RequestTemplates: { $default: 'a'.repeat(40_000) } };
  const resources = {
    Api: webSocketApi,
    Proxy: ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: { Ref: 'Uri' }, ...unused }),
    Unknown: ofApi('Integration', { IntegrationType: { Ref: 'Type' }, ...unused }),
    Response: ofApi('IntegrationResponse', {
      IntegrationId: { Ref: 'Proxy' },
      IntegrationResponseKey: '$default',
      TemplateSelectionExpression: '\\$default',
      ResponseTemplates: { mine: 'a'.repeat(40_000), filled: { 'Fn::Sub': '${Text}' } },
    }),
  };

  const findings = expectCodes(resources, ['TemplateSelectionUnmatched', 'TemplateTooLong']);
  expect(findings.map(({ logicalId, property }) => [logicalId, property]).sort()).toEqual([
    ['Response', 'Properties/ResponseTemplates/mine'],
    ['Response', 'Properties/TemplateSelectionExpression'],
  ]);
});
