import { describe, expect, test } from 'vitest';
import { evaluated, failureOf, rendered, renderedWith } from './support';

describe('a reference without a value', () => {
  test.each([
    ['prints nothing', 'a $b c', 'a  c'],
    ['prints nothing, quiet or not', '[$!b][${b}][$!{b}]', '[][][]'],
    ['prints nothing of its members', '[$b.c.d()][$b[0]]', '[][]'],
    ['is true in a condition', '#if($b)yes#{else}no#end', 'yes'],
    ['is not false', '#if(!$b)yes#{else}no#end', 'no'],
    ['equals an empty text', '#if($b == "")yes#end', 'yes'],
    ['equals another one', '#if($b == $null)yes#end', 'yes'],
    ['can be set to', '#set($a = $b)[$a]', '[]'],
    ['can be a key', '#set($m = {})#set($m["$b"] = 1)$m', '{=1}'],
  ])('%s', (_what, template, expected) => {
    expect(rendered(template)).toBe(expected);
  });

  test('is listed once, with its position', () => {
    const { missing } = evaluated('$a $b.c $b.c ${a}', {});

    expect(missing).toEqual([
      { reference: '$a', span: { start: 0, end: 2 } },
      { reference: '$b.c', span: { start: 3, end: 7 } },
      { reference: '${a}', span: { start: 13, end: 17 } },
    ]);
  });

  test('is listed at most a hundred times', () => {
    const template = Array.from({ length: 120 }, (_item, at) => `$a${at}`).join(' ');

    expect(evaluated(template).missing).toHaveLength(100);
  });
});

describe('characters before a reference or a directive', () => {
  const set = '#set($a = "v")';

  test.each([
    ['a backslash takes its meaning away', '\\$a \\$!a \\${a} \\$a.b', '$a $!a ${a} $a.b'],
    ['two backslashes print one and the value', '\\\\$a', '\\v'],
    ['three backslashes print one and the reference', '\\\\\\$a', '\\$a'],
    ['a backslash stays before other text', '\\x \\\\x', '\\x \\\\x'],
    ['a backslash before a directive goes', '\\#if(1) \\#end \\#{else} \\#foreach', '#if(1) #end #{else} #foreach'],
    ['a backslash before another word stays', '\\#foo', '\\#foo'],
    ['two backslashes before a directive print one', '\\\\#if(true)x#end', '\\x'],
    ['two backslashes before #set stay', '\\\\#set($b = 1)x', '\\\\x'],
    ['an escaped #set prints its values', '\\#set($a = 1)', '#set(v = 1)'],
    ['further dollar signs stay', '$$a $$$a', '$v $$v'],
    ['a number sign stays', '#$a #\\\\$a', '#v #\\\\v'],
    ['a dollar sign directly before a directive is lost', '5$#if(true)x#end', '5x'],
    ['a sign before blanks and #set is lost', '5$ #set($b = 1)x', '5x'],
    ['a dollar sign before a comment is lost', '5$##\nx', '5x'],
    ['an exclamation mark behind a backslash is text', '$\\!a', '$\\!a'],
  ])('%s', (_what, template, expected) => {
    expect(rendered(set + template)).toBe(expected);
  });
});

describe('text directly after a reference', () => {
  const set = '#set($a = "v")#set($m = {"p": "q"})';

  test.each([
    ['punctuation is text', '$a, $a; $a: $a/$a"$a\' $a. $a.1 $a! $a}', 'v, v; v: v/v"v\' v. v.1 v! v}'],
    ['a hyphen and an underscore belong to its name', '[$a-b$a_b]', '[]'],
    ['a property begins with a letter', '$m._p', '{p=q}._p'],
    ['an index behind a blank is text', '$a [0]', 'v [0]'],
    ['a parenthesis is text', '$a(x) $m["p"](x)', 'v(x) q(x)'],
    ['a brace with a reference loses it', '$a{$m} $m.p{$a}', 'v{ q{'],
    ['a brace with a word loses it', '$a{word.more}', 'v{'],
    ['a brace with other text is text', '$a{ $a} $a{1} $a{} $a{"x"} $a{{$a}', 'v{ v} v{1} v{} v{"x"} v{{'],
    ['a reference in braces has no such trouble', '${a}{$a}', 'v{v}'],
    ['a word behind a method loses its properties', '$a.toString()word.more/x', 'vword/x'],
    ['#set lets it go on', '$a#set($b = 1){$a} $a#set($b = 1)word.more', 'v{ vword'],
    ['a comment behind a property is text', '$m.p## x', 'q## x'],
    ['a comment behind a name is one', '$a## x', 'v'],
    ['a reference behind a property lets it go on', '$m.p${a}word.more', 'qvword'],
  ])('%s', (_what, template, expected) => {
    expect(rendered(set + template)).toBe(expected);
  });
});

describe('comments and text blocks', () => {
  test.each([
    ['a line comment takes its line break along', 'a ## b $c #end\nd', 'a d'],
    ['a line comment may end the template', 'a##', 'a'],
    ['a block comment leaves the line break', 'a#* b\n#if *#\nc', 'a\nc'],
    ['a block comment may stay open', 'a#* b', 'a'],
    ['a text block is not evaluated', '#[[ $a #if ]]# b', ' $a #if  b'],
    ['#literal is not evaluated', '#literal() $a #if(1)b#end #end!', ' $a #if(1)b#end !'],
  ])('%s', (_what, template, expected) => {
    expect(rendered(template)).toBe(expected);
  });
});

describe('white space', () => {
  test.each([
    ['a directive takes the rest of a blank line along', '#if(true)  \n a#end \t\n b', ' a b'],
    ['it leaves blanks that text follows', '#if(true)  a#end  b', '  a  b'],
    ['#else takes a blank line along', '#if(false)x#else \n a#end', ' a'],
    ['#set takes blanks before it along at the start', '  #set($a = 1)b', 'b'],
    ['#set leaves blanks behind text', 'a\n  #set($a = 1)\nb', 'a\n  b'],
    ['line breaks may be those of Windows', '#if(true)\r\na\r\n#end\r\nb', 'a\r\nb'],
    ['an expression may have line breaks', '#set(\n$a\n=\n1\n)$a', '1'],
  ])('%s', (_what, template, expected) => {
    expect(rendered(template)).toBe(expected);
  });
});

describe('#if', () => {
  test.each([
    ['#if(true)a#end', 'a'],
    ['#if(false)a#end', ''],
    ['#if(false)a#elseif(true)b#{else}c#end', 'b'],
    ['#if(false)a#elseif(false)b#{else}c#end', 'c'],
    ['#{if}(true)a#{end}b', 'ab'],
    ['#if ( true )a#end', 'a'],
    ['#if("text")a#{else}b#end', 'b'],
    ['#if(1)a#{else}b#end', 'b'],
    ['#if(1 + 1)a#{else}b#end', 'b'],
    ['#if([1])a#{else}b#end', 'b'],
    ['#if(!1)a#end', 'a'],
    ['#set($no = false)#if($no)a#{else}b#end', 'b'],
    ['#set($zero = 0)#if($zero)a#end', 'a'],
    ['#set($empty = "")#if($empty)a#end', 'a'],
  ])('%s', (template, expected) => {
    expect(rendered(template)).toBe(expected);
  });
});

describe('operators', () => {
  test.each([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['7 % 4', '3'],
    ['-7 % 4', '-3'],
    ['7 - 2', '5'],
    ['7.0 / 2', '3.5'],
    ['7.5 % 2', '1.5'],
    ['7.5 - 2', '5.5'],
    ['1.5 + 1', '2.5'],
    ['.5 * .5', '0.25'],
    ['2147483647 + 1', '2147483648'],
    ['9223372036854775807 * 2', '18446744073709551614'],
    ['"a" + 1', 'a1'],
    ['1 + "a"', '1a'],
    ['"a" + "b" + [1]', 'ab[1]'],
    ['1 < 2', 'true'],
    ['2 < 1', 'false'],
    ['2 <= 2', 'true'],
    ['2 > 1.5', 'true'],
    ['2 >= 3', 'false'],
    ['1 lt 2', 'true'],
    ['1 le 0', 'false'],
    ['1 gt 0', 'true'],
    ['1 ge 1', 'true'],
    ['"a" < "b"', 'false'],
    ['1 == 1.0', 'true'],
    ['1 eq 2', 'false'],
    ['1 != 2', 'true'],
    ['1 ne 1', 'false'],
    ['1 == "1"', 'true'],
    ['true == "true"', 'true'],
    ['"a" == "a"', 'true'],
    ['[1, "a"] == [1, "a"]', 'true'],
    ['[1] == [1, 2]', 'false'],
    ['[1] == [1.0]', 'false'],
    ['{"a": 1} == {"a": 1}', 'true'],
    ['{"a": 1} == {"b": 1}', 'false'],
    ['{"a": 1} == {}', 'false'],
    ['true && false', 'false'],
    ['true and true', 'true'],
    ['false || true', 'true'],
    ['false or false', 'false'],
    ['!true', 'false'],
    ['not false', 'true'],
    ['!(1 == 2) && 1 + 1 == 2', 'true'],
    ['1 == 1 == true', 'true'],
    ['5 > 2 + 1', 'true'],
  ])('%s is %s', (expression, expected) => {
    expect(rendered(`#set($a = ${expression})$a`)).toBe(expected);
  });

  test.each(['1 / 0', '1 % 0', '1.0 / 0', '"a" - 1', '[1] * 2', 'true + 1', '1 + (1 / 0)', '[$b .. 3]'])(
    '%s has no value, and does not change the variable',
    (expression) => {
      expect(rendered(`#set($a = "kept")#set($a = ${expression})$a`)).toBe('kept');
    },
  );

  test('compares a missing value as equal only to itself', () => {
    expect(rendered('#set($a = (1 / 0) == "")$a,#set($b = (1 / 0) == (2 / 0))$b')).toBe('false,true');
  });
});

describe('literals', () => {
  test.each([
    ["'$a #if'", '$a #if'],
    ["'it''s'", "it's"],
    ['"say ""hi"""', 'say "hi"'],
    ['"\\n stays"', '\\n stays'],
    ['"\\u0041\\u00e9"', 'Aé'],
    ["'\\u0041'", '\\u0041'],
    ['"b is $b"', 'b is v'],
    ['"b is \\$b"', 'b is $b'],
    ['"#if($b == \'v\')yes#end"', 'yes'],
    ['"$"', '$'],
    ['"#"', '#'],
    ['"a ## b"', 'a '],
    ['"${b}c"', 'vc'],
    ['[]', '[]'],
    ['[1, "a", true, $b]', '[1, a, true, v]'],
    ['[1..3]', '[1, 2, 3]'],
    ['[ 2 .. -1 ]', '[2, 1, 0, -1]'],
    ['[$one..3]', '[1, 2, 3]'],
    ['[-1, 2]', '[-1, 2]'],
    ['{}', '{}'],
    ['{ }', '{}'],
    ['{"a": 1, "b": [2], "c": {"d": "e"}}', '{a=1, b=[2], c={d=e}}'],
    ['{1: 2, $b: 3}', '{1=2, v=3}'],
    ['1.50', '1.5'],
    ['1.', '1.0'],
    ['-2', '-2'],
    ['1e3', '1000.0'],
    ['1.5e-5', '1.5E-5'],
  ])('%s prints %s', (literal, expected) => {
    expect(rendered(`#set($b = "v")#set($one = 1)#set($a = ${literal})$a`)).toBe(expected);
  });

  test('doubles the quotes of a value in a double-quoted string', () => {
    expect(rendered('#set($a = "{""body"": $input.body}")$a', { body: '{"f": 1}' })).toBe('{"body": {""f"": 1}}');
  });
});

describe('numbers', () => {
  test.each([
    ['0.001', '0.001'],
    ['0.0001', '1.0E-4'],
    ['1234567.5', '1234567.5'],
    ['12345678.5', '1.23456785E7'],
    ['10000000.0', '1.0E7'],
    ['1e300', '1.0E300'],
    ['0.0', '0.0'],
    ['-0.0', '-0.0'],
    ['1e400', 'Infinity'],
    ['12345678901234567890', '12345678901234567890'],
    ['100', '100'],
  ])('%s prints %s, as Java prints it', (number, expected) => {
    expect(renderedWith(`[${number}]`, '$v[0]')).toBe(expected);
  });
});

describe('#set', () => {
  test.each([
    ['a variable', '#set($a = 1)$a', '1'],
    ['a variable in braces', '#set(${a} = 1)$a', '1'],
    ['in braces of its own', '#{set}($a = 1)$a', '1'],
    ['an entry by its name', '#set($m = {})#set($m.a = 1)$m', '{a=1}'],
    ['an entry by its key', '#set($m = {})#set($k = "a")#set($m[$k] = 1)$m', '{a=1}'],
    ['an entry of an entry', '#set($m = {"a": {}})#set($m["a"].b = 1)$m', '{a={b=1}}'],
    ['an item', '#set($l = [1, 2])#set($l[0] = 3)$l', '[3, 2]'],
    ['an item from the end', '#set($l = [1, 2])#set($l[-1] = 3)$l', '[1, 3]'],
    ['nothing of a text', '#set($s = "a")#set($s.b = 1)#set($s[0] = 1)$s', 'a'],
    ['nothing of what is not there', '#set($m = {})#set($m.a.b = 1)#set($n.a = 1)$m $n', '{} '],
    ['nothing by a method', '#set($m = {})#set($m.a() = 1)$m', '{}'],
  ])('%s', (_what, template, expected) => {
    expect(rendered(template)).toBe(expected);
  });

  test('fails for an item that does not exist', () => {
    expect(failureOf('#set($l = [1])#set($l[5] = 2)')).toContain('the index 5 is out of range for a string or list of length 1');
  });
});

describe('#foreach', () => {
  test.each([
    ['over a list', '#foreach($a in [1, 2])$a,#end', '1,2,'],
    ['over the values of a map', '#foreach($a in {"x": 1, "y": 2})$a,#end', '1,2,'],
    ['over nothing else', '#foreach($a in "text")$a#end#foreach($a in 5)$a#end#foreach($a in $b)$a#end', ''],
    ['knows its round', '#foreach($a in [5, 6])$foreach.index$foreach.count$velocityCount#end', '011122'],
    ['knows its ends', '#foreach($a in [1, 2, 3])#if($foreach.first)[#end$a#if($foreach.last)]#end#end', '[123]'],
    [
      'knows whether it goes on',
      '#foreach($a in [1, 2])$foreach.hasNext $foreach.hasNext() $velocityHasNext #end',
      'true true true false false false ',
    ],
    [
      'knows the loops around it',
      '#foreach($a in [1, 2])#foreach($b in [1])$foreach.parent.count$foreach.topmost.count$foreach.count #end#end',
      '111 221 ',
    ],
    [
      'has no loop around it',
      '#foreach($a in [1])[$foreach.parent][$foreach.topmost.index][$foreach.nothing][$foreach][$foreach.nothing()]#end',
      '[][0][][{}][]',
    ],
    ['gives its variable back', '#set($a = "before")#foreach($a in [1])$a#end $a $foreach.index', '1 before '],
    ['keeps what is set in it', '#foreach($a in [1, 2])#set($b = $a)#end$b', '2'],
    ['goes on without null', '#foreach($a in $input.path("$"))[$a]#end', '[1][]'],
    ['ends with #break', '#foreach($a in [1, 2, 3])$a#if($a == 2)#break#end#end.', '12.'],
    ['ends with #break in its loop alone', '#foreach($a in [1, 2])#foreach($b in [1, 2])$b#break#end#end', '11'],
    ['ends with #stop in all', '#foreach($a in [1, 2])$a#stop#end.', '1'],
    ['takes a list as it is at its start', '#set($l = [1, 2])#foreach($a in $l)#set($x = $l.add($a))#end$l', '[1, 2, 1, 2]'],
    ['has at most 1,000 rounds', '#foreach($a in [1..1200])#set($b = $a)#end$b', '1000'],
  ])('%s', (_what, template, expected) => {
    expect(rendered(template, { body: '[1, null]' })).toBe(expected);
  });
});

describe('#define', () => {
  test.each([
    ['prints anew each time', '#define($a)<$b>#end$a#set($b = 1)$a', '<><1>'],
    ['sees the loop', '#define($a)$foreach.index#end#foreach($b in [1, 2])$a#end', '01'],
    ['has no members', '#define($a)x#end[$a.b][$a.length()]', '[][]'],
    ['is compared by what it prints', '#define($a)x#end#if($a == "x")yes#end', 'yes'],
    ['is a text in a text', '#define($a)x#end#set($b = "<$a>")$b', '<x>'],
    ['prints itself twice at most', '#define($a)x$a#end$a', 'xx$a'],
    ['ends with #break', '#define($a)x#break y#end$a.', 'x.'],
    ['ends all with #stop', '#define($a)x#stop y#end$a.', 'x'],
  ])('%s', (_what, template, expected) => {
    expect(rendered(template)).toBe(expected);
  });
});

describe('unsupported directives', () => {
  test.each([
    ['a macro vanishes, and its call prints', '#macro(hi $a)x#end#hi(1) #hi', '#hi(1) #hi'],
    ['#evaluate prints', '#evaluate($a)', '#evaluate($a)'],
    ['#include and #parse print', '#include("a") #parse("b")', '#include("a") #parse("b")'],
    ['#return prints', '#return($a)', '#return($a)'],
    ['a block of an unknown macro prints', '#@box($a) x #end!', '#@box($a) x #end!'],
    ['arguments may have commas', '#foo(1, "b" , $c)', '#foo(1, "b" , $c)'],
    ['#stop ends the template', 'a#stop b', 'a'],
    ['#stop may have a reason', 'a#stop("b") c', 'a'],
    ['#break outside of a loop ends the template', 'a#break b', 'a'],
  ])('%s', (_what, template, expected) => {
    expect(rendered(template)).toBe(expected);
  });
});
