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
])('%s chooses the template of a request', (selection) => {
  expect(codesOf('request', selection)).toEqual([]);
});

test.each([
  '${integration.response.statuscode}',
  '$integration.response.statuscode',
  '${integration.response.header.x-kind}',
  '${integration.response.multivalueheader.x-kind}',
  '${request.body.action}',
])('%s chooses the template of an answer', (selection) => {
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
])('the %s template is not chosen by %j', (side, selection) => {
  const [{ code, severity, remedy }, ...others] = checkTemplateSelection(side, selection, []);

  expect([code, severity, others]).toEqual(['TemplateSelectionInvalid', 'warning', []]);
  expect(remedy.includes('integration.response')).toBe(side === 'response');
});

test.each([
  ['\\$default', ['application/json']],
  ['$default', ['mine', 'other']],
  ['a\\$b', ['a']],
])('%s, which is always the same, has no template among %j', (selection, keys) => {
  expect(codesOf('request', selection, ...keys)).toEqual(['TemplateSelectionUnmatched']);
});

test.each([
  ['mine', ['mine', 'other']],
  ['a\\$b', ['a$b']],
  ['mine', ['$default']],
  ['mine', []],
  ['${request.body.kind}', ['mine']],
])('%s may have a template among %j', (selection, keys) => {
  expect(codesOf('request', selection, ...keys)).toEqual([]);
});

test('templates of more characters than the service takes are told by their key', () => {
  const templates = [
    ['short', 'a'.repeat(32_768)],
    ['long', 'a'.repeat(32_769)],
    ['unknown', undefined],
  ] as const;

  expect(checkTemplates({ side: 'request', templates }).map(({ code, value }) => [code, value])).toEqual([['TemplateTooLong', 'long']]);
  expect(checkTemplates({ side: 'request' })).toEqual([]);
});

test('a template is read where the service uses it: not in a proxy integration, and in an integration response', () => {
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
