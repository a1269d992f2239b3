import { describe, expect, test } from 'vitest';
import { isVelocityFault, parseVelocity, positionOf, printVelocity, velocityExcerpt } from '../../../src/engine/velocity';
import { faultOf, rendered } from './support';

describe('a template that does not parse', () => {
  test.each([
    ['ends in a lone dollar sign', 'costs $', 'cannot end with "$"', '$'],
    ['ends in a quiet dollar sign', 'costs $!', 'cannot end with "$!"', '$!'],
    ['ends in a lone number sign', 'item #', 'cannot end with "#"', '#'],
    ['ends in a comment that has not begun', 'item #*', 'cannot end with "#*"', '#*'],
    ['has an #if without #end', '#if($a) b', 'the #if block is not closed', '#if'],
    ['has a #foreach without #end', 'x #foreach($a in $b) c', 'the #foreach block is not closed', '#foreach'],
    ['has a #define without #end', '#define($a) c', 'the #define block is not closed', '#define'],
    ['has a #macro without #end', '#macro(a $b) c', 'the #macro block is not closed', '#macro'],
    ['has an unknown block without #end', '#@box() c', 'the #@box block is not closed', '#@box'],
    ['has #end glued to a word, which is no #end', '#if($a) b #endless', 'the #if block is not closed', '#if'],
    ['has a stray #end', 'a #end b', '#end does not belong to a block', '#end'],
    ['has a stray #else', 'a #else b', '#else does not belong to a block', '#else'],
    ['has a stray #elseif', 'a #elseif($b) c', '#elseif does not belong to a block', '#elseif'],
    ['has #elseif after #else', '#if($a)1#{else}2#elseif($b)3#end', '#elseif follows the #else of the same #if', '#elseif'],
    ['has two #else', '#if($a)1#{else}2#{else}3#end', '#else follows the #else of the same #if', '#{else}'],
    ['has #else in #foreach', '#foreach($a in $b)1#{else}2#end', '#else does not belong to an #if', '#{else}'],
    ['has #if without parentheses', '#if true x#end', 'expected an opening parenthesis', 't'],
    ['has #if without a condition', '#if()x#end', 'expected a value', ')'],
    ['has a reference in braces that is not closed', 'a ${name b', 'the reference ${name... is not closed', ' '],
    ['ends in a reference that is not closed', 'a ${name', 'the reference ${name... is not closed', ''],
    ['reads a reserved word as a reference', '$true', '$true is not a reference', '$true'],
    ['reads a reserved word as a property', '$a.false', '.false is not a property', '.false'],
    ['has text in brackets directly after a reference', '$name[b]', 'a bracket directly after a reference', '['],
    ['has a list as an index', '$name[[1]]', 'a bracket directly after a reference', '['],
    ['has an index that is not closed', '$name[1', 'a bracket directly after a reference', '['],
    ['has an open text in double quotes', '#set($a = "b)', 'the string that begins with " is not closed', '"'],
    ['has an open text in single quotes', "#set($a = 'b)", "the string that begins with ' is not closed", "'"],
    ['escapes a quote with a backslash', '#set($a = "b\\"c")', 'expected a closing parenthesis', 'c'],
    ['has \\u without digits in double quotes', '#set($a = "C:\\users")', '\\u must be followed by four hexadecimal digits', '\\u'],
    ['has #set without a reference', '#set(a = 1)', 'expected a reference', 'a'],
    ['has #set with ==', '#set($a == 1)', 'expected "="', '='],
    ['has #set that is not closed', '#set($a = 1', 'expected a closing parenthesis, but found the end', ''],
    ['has null in an expression', '#if($a == null)b#end', 'expected a value', 'n'],
    ['has a minus sign glued to a number', '#set($a = $b -1)', 'the minus sign is read as part of the following number', '-'],
    ['has a minus sign between two numbers', '#set($a = 5-3)', 'the minus sign is read as part of the following number', '-'],
    ['has a word glued to a method', '#if($a.size()gt 1)b#end', 'a reference cannot be followed directly by a word', 'g'],
    ['has an operator in a list', '#set($a = [1 + 2])', 'expected a comma or "]"', '+'],
    ['has only spaces in a list', '#set($a = [ ])', 'expected a value', ']'],
    ['has an operator in an argument', '$a.get($b + 1)', 'expected a comma or ")"', '+'],
    ['has an empty argument', '$a.get(1,)', 'expected a value', ')'],
    ['has a range that is not closed', '#set($a = [1..2)', 'expected "]" after a range', ')'],
    ['has a map without a colon', '#set($a = {"b" 1})', 'expected a colon', '1'],
    ['has a map that is not closed', '#set($a = {"b": 1)', 'expected a comma or "}"', ')'],
    ['has #foreach without "in"', '#foreach($a $b)c#end', '#foreach has invalid syntax', '#foreach($a $b)'],
    ['has #foreach without parentheses', '#foreach x#end', '#foreach has invalid syntax', '#foreach'],
    ['has #foreach over a bare word', '#foreach($a in b)c#end', '#foreach has invalid syntax', '#foreach($a in b)'],
    ['has #foreach whose item is not a reference', '#foreach("a" in $b)c#end', '#foreach has invalid syntax', '#foreach("a" in $b)'],
    ['has #define without parentheses', '#define x#end', '#define requires exactly one reference', '#define'],
    ['has #define with two references', '#define($a $b)c#end', '#define requires exactly one reference', '#define($a $b)'],
    ['has #define with a word', '#define(a)c#end', '#define requires exactly one reference', '#define(a)'],
    ['has #macro without parentheses', '#macro x#end', '#macro has invalid syntax', '#macro'],
    ['ends in a list', '#set($a = [', 'expected a value, but found the end', ''],
    ['has #macro without a name', '#macro($a)c#end', '#macro has invalid syntax', '#macro($a)'],
    ['has an operator in the arguments of a directive', 'colour #fff(1 + 2)', 'expected an argument', '+'],
    ['has a text block that is not closed', 'a #[[ b', 'the text block #[[ is not closed', '#[['],
    ['has an open brace directly after a reference', '$a{$b', 'a brace directly after a reference', ''],
    ['has a reserved word directly after a reference', '$a.b()true', 'a reference cannot be followed directly by true', 'true'],
    ['has a bracket after #set after a reference', '$a#set($b = 1)[c]', 'a bracket cannot directly follow #set', '['],
    ['has a syntax error in a string', '#set($a = "x #end")', '#end does not belong to a block', '#end'],
    ['has a syntax error in a string with doubled quotes', '#set($a = "x ""y"" #end")', '#end does not belong to a block', 'x'],
    ['is nested too deeply', `${'#if($a)'.repeat(101)}${'#end'.repeat(101)}`, 'more than 100 levels deep', '('],
    ['has an expression nested too deeply', `#set($a = ${'('.repeat(101)}1${')'.repeat(101)})`, 'more than 100 levels deep', '1'],
  ])('%s', (_why, template, message, at) => {
    const { span, ...fault } = faultOf(template);

    expect(fault.message).toContain(message);
    expect(fault.remedy).not.toBe('');
    expect(template.slice(span.start, span.start + at.length)).toBe(at);
  });

  test('states the position inside a string', () => {
    const template = 'a\n#set($b = "c $true")';
    const { span } = faultOf(template);

    expect(template.slice(span.start, span.end)).toBe('$true');
    expect(positionOf(template, span.start)).toEqual({ line: 2, column: 14 });
  });
});

describe('text that resembles a directive or reference', () => {
  test.each([
    'costs $ 5',
    '$5 and $-x and $. and $[ and $![',
    '${ a} and ${1}',
    '# and #1 and #12.5 and #-3',
    '"#" and <a href="#">',
    'color: #13ff93;',
    '#foo #foo() #foo(1 "x" word) #{bar}',
    '#ifx #endx #settle',
    '#set without a parenthesis',
    'a\\b \\\\ \\# \\$ \\ c',
    '\\# end',
    '{"a": [1, 2]} (x) .. !',
    '#@box without a parenthesis',
  ])('%s', (template) => {
    expect(rendered(`${template}\n`)).toBe(`${template}\n`);
  });
});

describe('line and column', () => {
  test.each([
    ['abc', 0, 1, 1],
    ['abc', 2, 1, 3],
    ['a\nb', 2, 2, 1],
    ['a\r\nbc', 4, 2, 2],
    ['a\rb', 2, 2, 1],
  ])('%j at %d', (text, offset, line, column) => {
    expect(positionOf(text, offset)).toEqual({ line, column });
  });

  test.each([
    ['shows the line alone', 'first\n  $bad here\nlast', 8, 12, '  $bad here\n  ^^^^'],
    ['has one caret at the end', 'abc', 3, 3, 'abc\n   ^'],
    ['stops the carets at the end of the line', '#if(\n1)', 0, 6, '#if(\n^^^^'],
    ['cuts a long line', `${'a'.repeat(50)}$b${'c'.repeat(50)}`, 50, 52, `…${'a'.repeat(40)}$b${'c'.repeat(40)}…\n${' '.repeat(41)}^^`],
    ['takes a tab for one column', '\t$a', 1, 3, ' $a\n ^^'],
  ])('%s', (_what, text, start, end, expected) => {
    expect(velocityExcerpt(text, { start, end })).toBe(expected);
  });
});

test('rethrows internal errors of the parser', () => {
  expect(() => parseVelocity(5 as unknown as string)).toThrow(TypeError);
});

test('prints every kind of node as it was written', () => {
  const template = [
    '## a comment\n#* another *# #[[ as it is ]]#',
    '$a $!b ${c.d} $!{e} \\$f \\\\$g $$h #$i $j.k().l[0]["m"]{$n}',
    '  #set( $o = "x ${p}" )  \n#if( $q ) r #elseif( !$s ) t #else u #end',
    '#foreach( $v in [1 .. 3] ) $v #break #{end}#define( $w )x#end#macro(y $z)1#end#y(2)#literal() $raw #end#@box()2#end #stop',
  ].join('\n');
  const parsed = parseVelocity(template);

  expect(isVelocityFault(parsed) ? parsed : printVelocity(parsed.nodes)).toBe(template);
});

test('sets the span of a reference', () => {
  const parsed = parseVelocity('ab $c.d ef');

  expect(isVelocityFault(parsed) ? parsed : parsed.nodes[1]).toMatchObject({
    kind: 'reference',
    name: 'c',
    span: { start: 3, end: 7 },
    steps: [{ kind: 'property', name: 'd', span: { start: 5, end: 7 } }],
  });
});
