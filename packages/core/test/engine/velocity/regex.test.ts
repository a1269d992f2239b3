import { describe, expect, test } from 'vitest';
import { failureOf, rendered } from './support';

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const matches = (text: string, pattern: string) => rendered(`#set($a = ${quoted(text)})$a.matches(${quoted(pattern)})`);
const replaced = (text: string, pattern: string, by: string) =>
  rendered(`#set($a = ${quoted(text)})$a.replaceAll(${quoted(pattern)}, ${quoted(by)})`);

describe('matches', () => {
  test.each([
    ['abc', 'abc'],
    ['abc', 'a.c'],
    ['a', 'b|a'],
    ['', ''],
    ['aaa', 'a*'],
    ['aaa', 'a+'],
    ['aaa', 'a{3}'],
    ['aaa', 'a{2,}'],
    ['aaa', 'a{1,4}'],
    ['aaa', 'a*?'],
    ['aab', 'a*+b'],
    ['ab', 'ab?'],
    ['a', 'ab?'],
    ['ababab', '(ab)*'],
    ['ababab', '(?:ab)+'],
    ['abab', '(ab)\\1'],
    ['', '(ab)?'],
    ['aXb', '(a|aX)b'],
    ['2020-01-20', '^\\d{4}-\\d{2}-\\d{2}$'],
    ['a_1', '\\w+'],
    ['a b', '\\w\\s\\w'],
    ['-x-', '\\W\\D\\S'],
    ['a.b', 'a\\.b'],
    ['a\tb\nc\rd\fe', 'a\\tb\\nc\\rd\\fe'],
    ['A', '\\u0041'],
    ['A', '\\x41'],
    ['b', '[abc]'],
    ['d', '[^abc]'],
    ['m', '[a-z]'],
    ['-', '[a-]'],
    ['5', '[\\d_]'],
    ['_', '[[0-9]_]'],
    [']', '[]]'],
    ['\\', '[\\\\]'],
    ['m', '[\\x61-z]'],
    ['Ab1!', '\\p{Upper}\\p{Lower}\\p{Digit}\\p{Punct}'],
    ['aé ', '\\p{Alpha}\\p{L}\\P{Alnum}'],
    ['٣ ', '\\p{N}\\p{Space}'],
    ['5', '[\\p{Alnum}]'],
    ['a b', 'a\\b.\\bb'],
    ['ab', 'a\\Bb'],
    ['abc', '(?=ab)abc'],
    ['abc', '(?!b)abc'],
    ['{a}', '{a}'],
    ['aab', '(a*)*b'],
    ['abb', '(a|ab)(c|b)+?'],
    ['aaa', '(a){2,3}+'],
  ])('%j matches %s', (text, pattern) => {
    expect(matches(text, pattern)).toBe('true');
  });

  test.each([
    ['abcd', 'abc'],
    ['xabc', 'abc'],
    ['a\nb', 'a.b'],
    ['aaa', 'a{4}'],
    ['aaa', 'a{1,2}'],
    ['aaa', 'a*+a'],
    ['ab', '(?:ab?)++b'],
    ['b', '[^abc]'],
    ['abc', '(?!a)abc'],
    ['abc', '(?=b)abc'],
    ['ab', 'a\\bb'],
    ['a', '\\d'],
    ['abac', '(ab)\\1'],
    ['ab', '(c)?\\1ab'],
    ['ab', '\\2ab'],
    ['ba', 'b^a'],
  ])('%j does not match %s', (text, pattern) => {
    expect(matches(text, pattern)).toBe('false');
  });
});

describe('replaceAll', () => {
  test.each([
    ['a1b22', '\\d+', '#', 'a#b#'],
    ['ab', '', '-', '-a-b-'],
    ['ab', 'x*', '-', '-a-b-'],
    ['a-b', '(\\w)-(\\w)', '$2-$1$0', 'b-aa-b'],
    ['ab', '(x)?b', '[$1]', 'a[]'],
    ['a', 'a', '\\$1\\\\', '$1\\'],
    ['a\n', 'a$', 'x', 'x\n'],
    ['aXbX', 'X$', '', 'aXb'],
    ["it\\'s", "\\\\'", "'", "it's"],
  ])('%j: %s becomes %s', (text, pattern, by, expected) => {
    expect(replaced(text, pattern, by)).toBe(expected);
  });

  test.each(['$2', '$x', '$', '\\'])('fails for a replacement %s with an unknown group', (by) => {
    expect(failureOf(`#set($a = 'a')$a.replaceAll('(a)', ${quoted(by)})`)).toContain('refers to a group that the expression does not have');
  });
});

describe('unsupported expressions', () => {
  test.each([
    ['a)', 'a closing parenthesis is unmatched'],
    ['(a', 'a group is not closed'],
    ['(?i)a', 'this kind of group is not supported'],
    ['(?<n>a)', 'this kind of group is not supported'],
    ['[a', 'a bracket is not closed'],
    ['[', 'a bracket is not closed'],
    ['[a&&b]', 'intersections of character classes are not supported'],
    ['[z-a]', 'a range in a character class is invalid'],
    ['[a-\\d]', 'a range in a character class is invalid'],
    ['a\\', 'it ends with a backslash'],
    ['[\\', 'it ends with a backslash'],
    ['*', 'nothing precedes *'],
    ['+', 'nothing precedes +'],
    ['\\Qa\\E', 'the escape \\Q is not supported'],
    ['\\p{Greek}', 'the escape \\p is not supported'],
    ['a'.repeat(1001), 'more than 1000 characters'],
  ])('%s', (pattern, message) => {
    expect(failureOf(`#set($a = 'a')$a.matches(${quoted(pattern)})`)).toContain(message);
  });
});

test.each([
  ['(a+)+b', 'a'.repeat(5000)],
  ['(a|aa)+b', 'a'.repeat(9000)],
  ['(.*)(.*)(.*)(.*)(.*)x', 'a'.repeat(2000)],
])('bounds the matching of %s', (pattern, text) => {
  expect(failureOf(`$input.body.matches(${quoted(pattern)})`, { body: text })).toMatch(/steps|repeats too many times/);
});
