import { describe, expect, test } from 'vitest';
import { isVelocityFault, parseVelocity, type VelocityInput } from '../../../src/engine/velocity';
import { evaluated, rendered } from './support';

/**
 * What is known about the service, with the numbers of the table in docs/websocket-templates.md. Sources: `airspeed` and
 * `LocalStack` are tests that ran against REST APIs, `LocalStack WS` against WebSocket APIs, `guide` is the developer guide.
 */
type Fact = readonly [number: string, source: string, template: string, output: string, input?: VelocityInput];

const NESTED =
  '{"map":{"foo":"bar","to":"test"},"list":[{"foo":"bar"}],"deep":{"foo":[{"nested":"bar"}]},"none":[],"null":null,"text":"x y"}';
const from = (body: string): VelocityInput => ({ body });

const FACTS: readonly Fact[] = [
  ['V1', 'LocalStack', '$input.body', 'hello', from('hello')],
  ['V1', 'LocalStack', '$input.body', '{"a": 1}', from('{"a": 1}')],
  ['V1', 'LocalStack', '$input.body', '{}', from('')],
  ['V1', 'LocalStack', '[$input.body.a]', '[]', from('{"a": 1}')],
  ['V1', 'LocalStack WS', '$input.body', '$u{}\\1 #set($a = 1)', from('$u{}\\1 #set($a = 1)')],
  ['V2', 'guide', "$input.json('$.deep')", '{"foo":[{"nested":"bar"}]}', from(NESTED)],
  ['V2', 'LocalStack', "$input.json('$.gone')", '""', from(NESTED)],
  ['V2', 'LocalStack', "$input.json('$')", '""', from('not JSON')],
  ['V3', 'LocalStack', "[$input.path('$.gone')][$input.path('$.null')][$input.path('$.gone').more]", '[][][]', from(NESTED)],
  ['V3', 'LocalStack', "#if($input.path('$.gone') == $null)a#end#if($input.path('$.gone') == \"\")b#end", 'ab', from(NESTED)],
  ['V3', 'LocalStack', "#if($input.path('$.null') == $null)a#end#if($input.path('$.null') == \"\")b#end", 'ab', from(NESTED)],
  ['V4', 'LocalStack', "$input.path('$.map')", '{foo=bar, to=test}', from(NESTED)],
  ['V4', 'LocalStack', "$input.path('$.list')", '[{"foo":"bar"}]', from(NESTED)],
  ['V4', 'LocalStack', "$input.path('$.deep')", '{foo=[{"nested":"bar"}]}', from(NESTED)],
  ['V4', 'LocalStack', "$input.path('$.none')", '[]', from(NESTED)],
  [
    'V4',
    'LocalStack',
    "$input.path('$.deep').toString() $input.path('$.list').toString()",
    '{foo=[{"nested":"bar"}]} [{"foo":"bar"}]',
    from(NESTED),
  ],
  ['V5', 'guide', "$input.path('$.list').size() $input.path('$.map').size() $input.path('$.list').count()", '1 2 1', from(NESTED)],
  [
    'V6',
    'LocalStack',
    "$input.params().get('header').a $input.params().header.a $input.params().querystring.b",
    'x x y',
    { headers: { a: 'x' }, queryString: { b: 'y' } },
  ],
  [
    'V7',
    'guide',
    "$input.params('a') $input.params('b') $input.params('c') [$input.params('d')]",
    'p q h []',
    { path: { a: 'p' }, queryString: { a: 'x', b: 'q' }, headers: { a: 'x', b: 'x', c: 'h' } },
  ],
  ['V8', 'guide', '[$context.gone][$context.identity.gone]', '[][]', { context: { identity: { sourceIp: 'x' } } }],
  [
    'V8',
    'LocalStack WS',
    '$context',
    '{stage=dev, identity={sourceIp=x, user=null}}',
    { context: { stage: 'dev', identity: { sourceIp: 'x', user: null } } },
  ],
  [
    'V10',
    'guide',
    "$stageVariables.a ${stageVariables['a']} $stageVariables['a'] [$stageVariables.gone]",
    'x x x []',
    { stageVariables: { a: 'x' } },
  ],
  ['V11', 'LocalStack', '$util.escapeJavaScript($input.body)', '{\\"it\\\'s\\":\\"a\\\\nb\\"}', from('{"it\'s":"a\\nb"}')],
  ['V11', 'LocalStack', '$util.escapeJavaScript($input.body).replaceAll("\\\\\'","\'")', '{\\"it\'s\\":1}', from('{"it\'s":1}')],
  ['V11', 'LocalStack', "$util.escapeJavaScript($input.path('$.list'))", '[{\\"foo\\":\\"bar\\"}]', from(NESTED)],
  [
    'V12',
    'LocalStack',
    "$util.parseJson('[1, {\"a\": 2}]')[1].a $util.parseJson('\"x\"'),#set($n = $util.parseJson('41') + 1)$n",
    '2 x,42',
  ],
  [
    'V13',
    'LocalStack',
    "$util.urlEncode($input.path('$.text')) $util.urlEncode('a\"b') [$util.urlEncode($input.path('$.gone'))]",
    'x+y a%22b []',
    from(NESTED),
  ],
  ['V13', 'LocalStack', '$util.urlEncode($input.body)', '%7B%7D', from('')],
  ['V14', 'guide', "$util.urlDecode('a+%C3%A9') $util.base64Encode('é€') $util.base64Decode('w6nigqw=')", 'a é w6nigqw= é€'],
  [
    'V15',
    'serverless-patterns',
    '#set($ttl = $context.requestTimeEpoch + 86400)$ttl',
    '1700000086400',
    { context: { requestTimeEpoch: 1_700_000_000_000 } },
  ],
  ['V17', 'airspeed', 'Dear $nobody, $!nobody, ${no.body}.', 'Dear , , .'],
  ['V18', 'airspeed', '#if($gone)a#{else}b#end#if(${x.y})a#{else}b#end#if($!z)a#{else}b#end', 'aaa'],
  ['V18', 'airspeed', "#if($input.path('$.null'))a#{else}b#end#if(!$gone)a#{else}b#end", 'ab', from(NESTED)],
  ['V18', 'airspeed', '#set($no = false)#if($no)a#{else}b#end', 'b'],
  ['V18', 'LocalStack', '#if("$!gone" != "")a#{else}b#end#if($gone == "")a#{else}b#end', 'ba'],
  ['V19', 'airspeed', '#set($copy = $gone)[$copy]#set($m = {})#set($m["$key"] = "v")$m', '[]{=v}'],
  ['V19', 'airspeed', '#set($m = {})#set($old = $m.put("k", null))#if("$m.k" == "")empty#end', 'empty'],
  ['V20', 'airspeed', '#set($n = 2)#if($n == 1)one#elseif($n == 2)two#{else}many#{end}!', 'two!'],
  ['V20', 'airspeed', '#define($row)[$foreach.index:$item]#end#foreach($item in ["a", "b"])$row#end', '[0:a][1:b]'],
  ['V20', 'airspeed', 'before#stop after', 'before'],
  ['V20', 'airspeed', 'a## b\nc#* d\n *#\ne', 'ac\ne'],
  [
    'V21',
    'airspeed',
    '#foreach($i in [7, 8])$foreach.count$foreach.index$foreach.hasNext$foreach.first$foreach.last #end',
    '10truetruefalse 21falsefalsetrue ',
  ],
  ['V21', 'airspeed', '#foreach($i in [7, 8])$velocityCount$velocityHasNext #end[$i]', '1true 2false []'],
  ['V21', 'airspeed', '#set($sum = 0)#foreach($i in [7, 8])#set($sum = $sum + $i)#end$sum', '15'],
  ['V22', 'airspeed', '#macro(hi)x#end#hi() #evaluate($a) #return($b)', '#hi() #evaluate($a) #return($b)'],
  ['V22', 'airspeed', '#define($greet)hello#end$greet()', 'hello()'],
  ['V24', 'airspeed', '#foreach($i in [2..4])$i#end #foreach($i in [1..-1])$i,#end', '234 1,0,-1,'],
  ['V24', 'airspeed', '#set($a = 2 + 3 * 4)$a,#set($a = (2 + 3) * 4)$a,#set($a = 17 % 5)$a,#set($a = 9 - 10)$a', '14,20,2,-1'],
  ['V24', 'airspeed', '#set($a = 90.0 / 30)$a,#set($a = .5 * .5)$a', '3.0,0.25'],
  ['V25', 'airspeed', '#if(1 eq 1 and 2 gt 1 and 2 ge 2 and 1 lt 2 and 1 le 1 and not (1 eq 2) or false)yes#end', 'yes'],
  [
    'V26',
    'airspeed',
    '#set($l = ["a", "b"])$l.contains("b") $l.size() $l.get(0) $l[1] $l.set(1, "c") $l.isEmpty() $l.add("d") $l',
    'true 2 a b b false true [a, c, d]',
  ],
  [
    'V26',
    'airspeed',
    '#set($m = {"k": 1})$m.put("k", 2) $m.k $m["k"] $m.get("k") $m.keySet() $m.isEmpty()#set($x = $m.putAll({"j": 3})) $m',
    '1 2 2 2 [k] false {k=2, j=3}',
  ],
  [
    'V26',
    'airspeed',
    '#set($s = "barbaz")$s.length() $s.replaceAll("ba.", "x") $s.startsWith("bar") $s.indexOf("z") $s.substring(3) $s.contains("rb")',
    '6 xx true 5 baz true',
  ],
  ['V26', 'airspeed', "#set($s = '42')$s.matches(\"\\d+\") $s.matches('\\d') $s.toString()", 'true false 42'],
  ['V26', 'airspeed', '#set($m = {"in": {}})#set($k = "in")#set($m[$k] = {"n": 0})#set($m["$k"].n = 5)$m', '{in={n=5}}'],
  ['V27', 'airspeed', '#set($s = "say ""hi"" \\n \\$s")$s', 'say "hi" \\n $s'],
  ['V27', 'airspeed', 'a \\# b \\\\ c', 'a \\# b \\\\ c'],
  ['V28', 'airspeed', 'costs $ 5 and "#"', 'costs $ 5 and "#"'],
  ['V29', 'LocalStack WS', '#set($all = "{""all"": $input.body}")$all', '{"all": {""n"": 1}}', from('{"n": 1}')],
  ['V30', 'airspeed', '#if(true)\nx##\n#end', 'x'],
  ['V30', 'airspeed', 'a\n  #if(true)\nb\n  #end\nc', 'a\n  b\n  c'],
];

describe('the service renders', () => {
  const cases = FACTS.map(([number, source, template, output, input = {}]) => [number, source, template, output, input] as const);

  test.each(cases)('%s (%s): %s', (_number, _source, template, output, input) => {
    expect(rendered(template, input)).toBe(output);
  });
});

describe('the service rejects', () => {
  test.each([
    ['V23', 'airspeed', '#define($greet $name)hello#end'],
    ['V23', 'airspeed', "${a|'other'}"],
    ['V27', 'airspeed', '#set($s = "say \\"hi\\"")'],
    ['V28', 'airspeed', 'costs $'],
    ['V28', 'airspeed', 'number #'],
    ['V28', 'airspeed', '#if(true)x#endOff'],
  ])('%s (%s): %s', (_number, _source, template) => {
    const parsed = parseVelocity(template);

    expect(isVelocityFault(parsed) || evaluated(template).failure !== undefined).toBe(true);
  });
});

test('V31 (guide): a #foreach has at most 1,000 rounds', () => {
  expect(rendered('#foreach($i in [1..1500])#set($last = $i)#end$last')).toBe('1000');
});
