import { describe, expect, test } from 'vitest';
import { checkVelocity, mockStatusCode, selectIntegrationResponse, UNKNOWN_TEXT, type VelocityUse } from '../../../src/engine/velocity';

const USE: VelocityUse = {
  contextVariables: ['connectionId', 'stage', 'identity.sourceIp', 'authorizer.'],
  stageVariables: ['color', 'size'],
};
const found = (template: string, use: Partial<VelocityUse> = {}) =>
  checkVelocity(template, { ...USE, ...use }).map(({ code, span, remedy }) => [code, template.slice(span.start, span.end), remedy]);

describe('problems with their position', () => {
  test.each([
    ['#if($context.stage) x', 'TemplateSyntaxInvalid', '#if', 'add #end after it'],
    ['a #macro(hi $a)x#end', 'TemplateDirectiveUnsupported', '#macro', 'use #define($name)'],
    ['a #evaluate($context.stage)', 'TemplateDirectiveUnsupported', '#evaluate($context.stage)', 'write the text itself'],
    ['#if(true)a #elsif(true) b #end', 'TemplateDirectiveUnsupported', '#elsif(true)', 'write #elseif'],
    ['#while(true)', 'TemplateDirectiveUnsupported', '#while(true)', 'write #foreach'],
    ['$input.jsn("$")', 'TemplateMemberUnknown', '.jsn("$")', 'write $input.json'],
    ['$input.headers', 'TemplateMemberUnknown', '.headers', 'use one of $input.body, $input.json'],
    ['$input.json', 'TemplateMemberUnknown', '.json', 'write $input.json(...)'],
    ['$input.json()', 'TemplateMemberUnknown', '.json()', 'pass one value'],
    ["$input.params('a', 'b')", 'TemplateMemberUnknown', ".params('a', 'b')", 'pass one value'],
    ['$input.body()', 'TemplateMemberUnknown', '.body()', 'write $input.body'],
    ['$input.body.name', 'TemplateMemberUnknown', '.name', "write $input.path('$.name')"],
    ['$util.toJson($input.body)', 'TemplateMemberUnknown', '.toJson($input.body)', 'use one of $util.base64Decode'],
    ['$util.urlencode($input.body)', 'TemplateMemberUnknown', '.urlencode($input.body)', 'write $util.urlEncode'],
    ['$util.urlEncode', 'TemplateMemberUnknown', '.urlEncode', 'write $util.urlEncode(...)'],
    ['{$context.httpMethod}', 'TemplateContextUnknown', '$context.httpMethod', 'use a documented context variable'],
    ['$context.conectionId', 'TemplateContextUnknown', '$context.conectionId', 'write $context.connectionId'],
    ['$context.identity.nothing', 'TemplateContextUnknown', '$context.identity.nothing', 'use a documented context variable'],
    ['$stageVariables.colour', 'TemplateStageVariableUnset', '$stageVariables.colour', 'set it on the stage, or use color'],
    ["$stageVariables['shape']", 'TemplateStageVariableUnset', "$stageVariables['shape']", 'set it on the stage'],
    ["$stageVariables.get('shape')", 'TemplateStageVariableUnset', "$stageVariables.get('shape')", 'set it on the stage'],
    ['#set($name = 1)$nam', 'TemplateVariableUnset', '$nam', 'write $name'],
    ['$nothing', 'TemplateVariableUnset', '$nothing', 'set it with #set, or write $!nothing'],
    ['$contxt.stage', 'TemplateVariableUnset', '$contxt.stage', 'write $context'],
    ['$context.stage{$context.stage}', 'TemplateTextSwallowed', '{$context.stage}', 'write the preceding reference in braces'],
    ["$input.params('a')word.more", 'TemplateTextSwallowed', 'word.more', 'write the preceding reference in braces'],
  ])('%s', (template, code, at, remedy) => {
    expect(found(template)).toEqual([[code, at, expect.stringContaining(remedy)]]);
  });

  test.each([
    ['in a condition', '#if($nothing)a#end'],
    ['in another condition', '#if(true)a#elseif(!$nothing)b#end'],
    ['in a loop', '#foreach($a in $nothing)b#end'],
    ['in the body of a loop', '#foreach($a in [1])$nothing#end'],
    ['in a definition', '#define($a)$nothing#end'],
    ['in a text', '#set($a = "b $nothing")'],
    ['in a list', '#set($a = [1, $nothing])'],
    ['in a range', '#set($a = [1..$nothing])'],
    ['in a map', '#set($a = {"b": $nothing})'],
    ['in an argument', '#set($a = {})$a.get($nothing)'],
    ['in an index', '#set($a = {})$a[$nothing]'],
    ['in the target of #set', '#set($a = {})#set($a[$nothing] = 1)'],
    ['in an operation', '#set($a = 1 + $nothing)'],
    ['in the else branch', '#if(true)a#{else}$nothing#end'],
  ])('reports a variable %s', (_where, template) => {
    expect(found(template)).toEqual([['TemplateVariableUnset', '$nothing', expect.any(String)]]);
  });

  test('reports each problem once, at its first position', () => {
    expect(found('$b $context.x $b $a').map(([, at]) => at)).toEqual(['$b', '$context.x', '$a']);
  });

  test('reports the call of a macro that the template defines', () => {
    expect(found('#macro(hi)x#end#hi()').map(([, at]) => at)).toEqual(['#macro', '#hi()']);
  });
});

test.each([
  '{"a": "$context.connectionId", "b": "$context.identity.sourceIp", "c": "$context.authorizer.anything"}',
  '$context $context.identity $context.authorizer $context.get("x") $context.keySet() $context.stage.length()',
  "$input $input.body $input.json('$') $input.path('$.a').b.c() $input.params() $input.params('a') $input.params().header.x",
  '$input.body.length() $input["body"] $util $util["x"] $util.urlEncode("a")',
  "$stageVariables.color $stageVariables['size'] ${stageVariables['size']} $stageVariables $stageVariables.get($input.body)",
  '#set($a = 1)$a #foreach($b in [1])$b $foreach.index $velocityCount $velocityHasNext#end #define($c)x#end$c',
  '#set($a = $null) #if($x == "") #end #if("" != $y) #end $!z \\$w',
  'color: #fff; #section #1 #foo(1) #stop #break',
  '$context.stage { $context.stage} ${context.stage}{$context.stage} $context.stage, more.text',
  'not JSON',
])('accepts %s', (template) => {
  expect(found(template)).toEqual([]);
});

test('does not check unknown stage variables', () => {
  expect(found('$stageVariables.anything', { stageVariables: undefined })).toEqual([]);
});

describe('output that can never be valid JSON', () => {
  test.each([
    ['', 'the JSON is incomplete at the end of the template'],
    ['{', 'the JSON is incomplete at the end of the template'],
    ['{"a": 1', 'the JSON is incomplete at the end of the template'],
    ['{"a": "b}', 'a string is not closed'],
    ['{"a": 1}}', '"}" is not allowed here'],
    ['{"a": 1]', '"]" is not allowed here'],
    ['[1, 2}', '"}" is not allowed here'],
    ['{"a": 1,}', '"}" is not allowed here'],
    ['[1,]', '"]" is not allowed here'],
    ['{"a" 1}', '"1" is not allowed here'],
    ['{"a": 1 "b": 2}', '"\\"" is not allowed here'],
    ['{"a": 1, 2: 3}', '"2" is not allowed here'],
    ['{a: 1}', '"a" is not allowed here'],
    ['{"a": yes}', '"y" is not allowed here'],
    ['{"a": [}', '"}" is not allowed here'],
    ['{"a":: 1}', '":" is not allowed here'],
    ['{"a": 1} 2', '"2" is not allowed here'],
    ['{"a": 1}, {}', '"," is not allowed here'],
    ['Action=SendMessage&MessageBody=$input.body', '"A" is not allowed here'],
    ['{"a": $context.stage', 'the JSON is incomplete at the end of the template'],
    ['{"a": $context.stage}}', '"}" is not allowed here'],
    ['{"a": 1 {', '"{" is not allowed here'],
    ['{"a": 1 [', '"[" is not allowed here'],
    ['{"a": 1}#[[}]]#', '"}" is not allowed here'],
    ["{'a': 1}", '"\'" is not allowed here'],
    ['#set($x = 1){"a": 01}', '"0" is not allowed here'],
    ['{"a": 1x}', '"1" is not allowed here'],
  ])('%s', (template, why) => {
    expect(checkVelocity(template, { ...USE, prints: 'json' })).toEqual([
      expect.objectContaining({ code: 'TemplateNeverJson', message: `the output of the template can never be valid JSON: ${why}` }),
    ]);
  });

  test('states the position', () => {
    expect(found('{"a": 1,\n "b": }', { prints: 'json' })).toEqual([['TemplateNeverJson', '}', expect.any(String)]]);
  });

  test.each([
    '{}',
    '[]',
    ' {"a": [1, -2.5e3, true, false, null, "x\\"y", {}]} ',
    '"text"',
    '$input.body',
    '{"a": $input.json("$.a"), "b": "$context.stage and \\"$context.stage\\""}',
    '{$input.json("$.a"): 1, "b": 2}',
    '{"a": 1$context.stage}',
    '{"a": ${context.stage}5}',
    '${context.stage}5',
    '{"a": -$context.stage}',
    '{"a": $context.stage.5}',
    '[$context.stage $context.stage]',
    '{"a": $value}',
    '#if(true){"a": 1#end',
    '{"a": #foreach($i in $input.path("$.a"))$i#end',
    `{"TableName": "${UNKNOWN_TEXT}", "Item": {}}`,
    `{"TableName": ${UNKNOWN_TEXT} anything`,
    `{"a": ${UNKNOWN_TEXT}`,
    '{"a": 1 ## a comment\n}',
  ])('accepts %s', (template) => {
    expect(found(template, { prints: 'json' }).filter(([code]) => code === 'TemplateNeverJson')).toEqual([]);
  });
});

describe('a mock integration', () => {
  test.each(['{}', '{"status": 200}', ' ', '#set($a = 1)', '{"a": "$context.stage"}'])('reports a missing status code: %s', (template) => {
    expect(found(template, { prints: 'status' }).map(([code]) => code)).toEqual([
      template.trim() === '' || template.startsWith('#set') ? 'TemplateNeverJson' : 'TemplateStatusMissing',
    ]);
  });

  test.each([
    '{"statusCode": 200}',
    '{statusCode: 200}',
    '{"statusCode": 200,}',
    '[{"statusCode": 200,},]',
    '$input.body',
    '#set($a = 1)$input.body',
    `{"a": "${UNKNOWN_TEXT}"}`,
    UNKNOWN_TEXT,
    '#if(true){"statusCode": 200}#end',
  ])('accepts a possible status code: %s', (template) => {
    expect(found(template, { prints: 'status' })).toEqual([]);
  });
});

test('checks the known parts of a template', () => {
  expect(found(`${UNKNOWN_TEXT} $context.x`)).toEqual([['TemplateContextUnknown', '$context.x', expect.any(String)]]);
  expect(found(`#if(${UNKNOWN_TEXT})`)).toEqual([]);
});

describe('the integration response', () => {
  test.each([
    [['$default', '/200/'], '200', '/200/'],
    [['/2\\d\\d/', '$default'], '204', '/2\\d\\d/'],
    [['/20/', '$default'], '200', '$default'],
    [['/4../'], '200', undefined],
    [['$default'], '', '$default'],
    [['/.*wrong.*/', '$default'], 'went wrong', '/.*wrong.*/'],
    [['/(?i)x/', 'odd', '$default'], 'x', '$default'],
    [[], '200', undefined],
  ])('selects from %j for %j the key %j', (keys, answer, selected) => {
    expect(selectIntegrationResponse(keys, answer)).toBe(selected);
  });

  test.each([
    ['{"statusCode": 200}', '200'],
    ["{statusCode: '403',}", '403'],
    ['{"a": 1, "statusCode" : 500 }', '500'],
    ['{"my_statusCode": 200}', undefined],
    ['{"statusCode": 20}', undefined],
    ['', undefined],
  ])('reads the status code of %s', (printed, status) => {
    expect(mockStatusCode(printed)).toBe(status);
  });
});
