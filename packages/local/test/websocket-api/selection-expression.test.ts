import { describe, expect, it } from 'vitest';
import { compileSelection, MessageBody } from '../../src/websocket-api/selection-expression';

const select = (expression: string, message?: string) => compileSelection(expression)({ body: new MessageBody(message) });
const MESSAGE =
  '{"action":"join","service":"chat","list":["item1","item2"],"n":1.5,"yes":true,"none":null,"empty":"","o":{"a":{"b":["x",["y"]]}}}';

describe('selection expressions', () => {
  it.each([
    ['$request.body.action', 'join'],
    ['${request.body.action}', 'join'],
    ['W33 $request.body.o.a.b[0]', 'W33 x'],
    ['${request.body.service}/${request.body.action}', 'chat/join'],
    ['${request.body.action}-${request.body.missing}', 'join-'],
    ['action', 'action'],
    ['request.body.action', 'request.body.action'],
    ['\\$default', '$default'],
    ['$default', '$default'],
    ['\\${request.body.action}', '${request.body.action}'],
    ['$request.body.list', '[item1, item2]'],
    ['$request.body.list[1]', 'item2'],
    ['$request.body.list[-1]', 'item2'],
    ["$request.body['action']", 'join'],
    ['$request.body.n', '1.5'],
    ['$request.body.yes', 'true'],
    ['$request.body.none', ''],
    ['$request.body.empty', ''],
    ['$request.body.o', '{a={b=[x, [y]]}}'],
    ['$request.body.action.x', ''],
    ['$request.body.list.length', ''],
    ['$request.body.toString', ''],
    ['${request.body.list[*]}', ''],
    ['$request.header.x', ''],
    ['$context.routeKey', ''],
    ['$integration.response.statuscode', ''],
    ['$integration.response.header.x', ''],
    ['$integration.response.multivalueheader.x', ''],
    ['$request.body', MESSAGE],
    ['100 $', '100 $'],
  ])('W29 to W37: %s is %j', (expression, value) => {
    expect(select(expression, MESSAGE)).toBe(value);
  });

  it.each(['hello', '{action: "join"}', '[1]', '"join"', '1', ''])('W32, W40, W41: find nothing in the message %j', (message) => {
    expect(select('$request.body.action', message)).toBe('');
  });

  it('find nothing without a message', () => {
    expect(select('$request.body')).toBe('');
    expect(select('$request.body.action')).toBe('');
  });

  it('print deeply nested values in bounds', () => {
    const deep = `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(select('$request.body.a', deep).length).toBeLessThan(200);
  });
});
