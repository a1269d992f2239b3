import { describe, expect, test } from 'vitest';
import { isVelocityFault, parseVelocity, positionOf, printVelocity, velocityExcerpt } from '../../../src/engine/velocity';
import { faultOf, rendered } from './support';

describe('a template that does not parse', () => {
  test.each([
    ['ends in a lone dollar sign', 'costs $', 'cannot end in "$"', '$'],
    ['ends in a quiet dollar sign', 'costs $!', 'cannot end in "$!"', '$!'],
    ['ends in a lone number sign', 'item #', 'cannot end in "#"', '#'],
    ['ends in a comment that has not begun', 'item #*', 'cannot end in "#*"', '#*'],
    ['has an #if without #end', '#if($a) b', 'the #if block is not closed', '#if'],
    ['has a #foreach without #end', 'x #foreach($a in $b) c', 'the #foreach block is not closed', '#foreach'],
    ['has a #define without #end', '#define($a) c', 'the #define block is not closed', '#define'],
    ['has a #macro without #end', '#macro(a $b) c', 'the #macro block is not closed', '#macro'],
    ['has an unknown block without #end', '#@box() c', 'the #@box block is not closed', '#@box'],
    ['has #end glued to a word, which is no #end', '#if($a) b #endless', 'the #if block is not closed', '#if'],
    ['has a stray #end', 'a #end b', '#end belongs to no block', '#end'],
    ['has a stray #else', 'a #else b', '#else belongs to no block', '#else'],
    ['has a stray #elseif', 'a #elseif($b) c', '#elseif belongs to no block', '#elseif'],
    ['has #elseif behind #else', '#if($a)1#{else}2#elseif($b)3#end', '#elseif stands behind the #else', '#elseif'],
    ['has two #else', '#if($a)1#{else}2#{else}3#end', '#else stands behind the #else', '#{else}'],
    ['has #else in #foreach', '#foreach($a in $b)1#{else}2#end', '#else belongs to no #if', '#{else}'],
    ['has #if without parentheses', '#if true x#end', 'expected an opening parenthesis', 't'],
    ['has #if without a condition', '#if()x#end', 'expected a value', ')'],
    ['has a reference in braces that is not closed', 'a ${name b', 'the reference ${name... is not closed', ' '],
    ['ends in a reference that is not closed', 'a ${name', 'the reference ${name... is not closed', ''],
    ['reads a word of the language as a reference', '$true', '$true is no reference', '$true'],
    ['reads a word of the language as a property', '$a.false', '.false is no property', '.false'],
    ['has text in brackets directly behind a reference', '$name[b]', 'a bracket directly behind a reference', '['],
    ['has a list as an index', '$name[[1]]', 'a bracket directly behind a reference', '['],
    ['has an index that is not closed', '$name[1', 'a bracket directly behind a reference', '['],
    ['has an open text in double quotes', '#set($a = "b)', 'the text that begins with " is not closed', '"'],
    ['has an open text in single quotes', "#set($a = 'b)", "the text that begins with ' is not closed", "'"],
    ['escapes a quote with a backslash', '#set($a = "b\\"c")', 'expected a closing parenthesis', 'c'],
    ['has \\u without digits in double quotes', '#set($a = "C:\\users")', '\\u is followed by the four digits', '\\u'],
    ['has #set without a reference', '#set(a = 1)', 'expected a reference', 'a'],
    ['has #set with ==', '#set($a == 1)', 'expected "="', '='],
    ['has #set that is not closed', '#set($a = 1', 'expected a closing parenthesis, and found the end', ''],
    ['has null in an expression', '#if($a == null)b#end', 'expected a value', 'n'],
    ['has a minus sign glued to a number', '#set($a = $b -1)', 'the minus sign belongs to the number', '-'],
    ['has a minus sign between two numbers', '#set($a = 5-3)', 'the minus sign belongs to the number', '-'],
    ['has a word glued to a method', '#if($a.size()gt 1)b#end', 'a word cannot stand directly behind a reference', 'g'],
    ['has an operator in a list', '#set($a = [1 + 2])', 'expected a comma or "]"', '+'],
    ['has blanks alone in a list', '#set($a = [ ])', 'expected a value', ']'],
    ['has an operator in an argument', '$a.get($b + 1)', 'expected a comma or ")"', '+'],
    ['has an empty argument', '$a.get(1,)', 'expected a value', ')'],
    ['has a range that is not closed', '#set($a = [1..2)', 'expected "]" behind a range', ')'],
    ['has a map without a colon', '#set($a = {"b" 1})', 'expected a colon', '1'],
    ['has a map that is not closed', '#set($a = {"b": 1)', 'expected a comma or "}"', ')'],
    ['has #foreach without "in"', '#foreach($a $b)c#end', '#foreach has not the form', '#foreach($a $b)'],
    ['has #foreach without parentheses', '#foreach x#end', '#foreach has not the form', '#foreach'],
    ['has #foreach over a bare word', '#foreach($a in b)c#end', '#foreach has not the form', '#foreach($a in b)'],
    ['has #foreach whose item is no reference', '#foreach("a" in $b)c#end', '#foreach has not the form', '#foreach("a" in $b)'],
    ['has #define without parentheses', '#define x#end', '#define takes one reference', '#define'],
    ['has #define with two references', '#define($a $b)c#end', '#define takes one reference', '#define($a $b)'],
    ['has #define with a word', '#define(a)c#end', '#define takes one reference', '#define(a)'],
    ['has #macro without parentheses', '#macro x#end', '#macro has not the form', '#macro'],
    ['ends in a list', '#set($a = [', 'expected a value, and found the end', ''],
    ['has #macro without a name', '#macro($a)c#end', '#macro has not the form', '#macro($a)'],
    ['has an operator in the arguments of a directive', 'colour #fff(1 + 2)', 'expected an argument', '+'],
    ['has a text block that is not closed', 'a #[[ b', 'the text block that begins with #[[ is not closed', '#[['],
    ['has an open brace directly behind a reference', '$a{$b', 'a brace directly behind a reference', ''],
    ['has a word of the language directly behind a reference', '$a.b()true', 'true cannot stand directly behind', 'true'],
    ['has a bracket behind #set behind a reference', '$a#set($b = 1)[c]', 'a bracket cannot stand directly behind #set', '['],
    ['has a fault in a text', '#set($a = "x #end")', '#end belongs to no block', '#end'],
    ['has a fault in a text with doubled quotes', '#set($a = "x ""y"" #end")', '#end belongs to no block', 'x'],
    ['is nested too deep', `${'#if($a)'.repeat(101)}${'#end'.repeat(101)}`, 'more than 100 levels deep', '('],
    ['has an expression nested too deep', `#set($a = ${'('.repeat(101)}1${')'.repeat(101)})`, 'more than 100 levels deep', '1'],
  ])('%s', (_why, template, message, at) => {
    const { span, ...fault } = faultOf(template);

    expect(fault.message).toContain(message);
    expect(fault.remedy).not.toBe('');
    expect(template.slice(span.start, span.start + at.length)).toBe(at);
  });

  test('tells the place inside a text', () => {
    const template = 'a\n#set($b = "c $true")';
    const { span } = faultOf(template);

    expect(template.slice(span.start, span.end)).toBe('$true');
    expect(positionOf(template, span.start)).toEqual({ line: 2, column: 14 });
  });
});

describe('text that looks like something else', () => {
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

describe('the position of a place', () => {
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

test('a defect of the parser is not taken for a fault', () => {
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

test('the range of a reference is its own', () => {
  const parsed = parseVelocity('ab $c.d ef');

  expect(isVelocityFault(parsed) ? parsed : parsed.nodes[1]).toMatchObject({
    kind: 'reference',
    name: 'c',
    span: { start: 3, end: 7 },
    steps: [{ kind: 'property', name: 'd', span: { start: 5, end: 7 } }],
  });
});
