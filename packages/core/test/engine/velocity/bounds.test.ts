import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateVelocity, isVelocityFault, parseVelocity, printVelocity } from '../../../src/engine/velocity';
import { evaluated, failureOf, rendered } from './support';

const RUNS = { seed: Number(process.env.TEST_SEED), numRuns: 400 };
const PIECES = [
  ...[
    '$a',
    '$!a',
    '${a.b}',
    '$a.b(1)',
    '$l[0]',
    "$input.path('$.x')",
    '$util.urlEncode($a)',
    '$context.stage',
    '$',
    '$$',
    '#',
    '##',
    '#*',
    '*#',
  ],
  ...[
    '#[[',
    ']]#',
    '#if($a)',
    '#if(!$a)',
    '#elseif(true)',
    '#else',
    '#{else}',
    '#end',
    '#{end}',
    '#end\n',
    '#foreach($i in $l)',
    '#foreach($i in [1..9])',
  ],
  ...[
    '#set($a = 1)',
    '#set($l = [1, "x"])\n',
    '#set($a = "q$a")',
    '#set($l = $l.add($l))',
    '#set(',
    '#define($a)',
    '#macro(m $x)',
    '#stop',
    '#break',
    '#m(1)',
  ],
  ...[
    '\\',
    '"',
    "'",
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '.',
    ',',
    '..',
    '-1',
    '+ 2',
    'true',
    'null',
    'word',
    ' ',
    '\n',
    '\r\n',
    '\t',
    'é',
    '\ud800',
    '\u0000',
  ],
];
const template = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, fc.string()), { maxLength: 30 })
  .map((pieces) => pieces.join(''));

describe('any template', () => {
  test('is printed unchanged after parsing', () => {
    fc.assert(
      fc.property(template, (source) => {
        const parsed = parseVelocity(source);

        expect(isVelocityFault(parsed) ? source : printVelocity(parsed.nodes)).toBe(source);
      }),
      RUNS,
    );
  });

  test('never throws when parsed and evaluated', () => {
    fc.assert(
      fc.property(template, fc.oneof(fc.string(), fc.json()), (source, body) => {
        const parsed = parseVelocity(source);

        if (isVelocityFault(parsed)) {
          expect(parsed.span.start).toBeLessThanOrEqual(source.length);
          expect(parsed.message).not.toBe('');
        } else {
          const { text, failure } = evaluateVelocity(parsed, { body });
          expect(text.length).toBeLessThanOrEqual(1024 * 1024);
          expect(failure?.remedy).not.toBe('');
        }
      }),
      RUNS,
    );
  });

  test('is evaluated unchanged without special characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plain = text.replace(/[$#]/g, '');

        expect(rendered(plain)).toBe(plain);
      }),
      RUNS,
    );
  });
});

test('passes JSON through unchanged', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5, noUnicodeString: false }), (json) => {
      const value = JSON.parse(json);

      expect(JSON.parse(rendered("$input.json('$')", { body: json }))).toEqual(value === null ? '' : JSON.parse(JSON.stringify(value)));
    }),
    { ...RUNS, numRuns: 150 },
  );
});

describe('bounded evaluation', () => {
  const loops = (depth: number, body: string) => `${'#foreach($i in [1..1000])'.repeat(depth)}${body}${'#end'.repeat(depth)}`;

  test.each([
    ['too many steps', loops(3, ''), 'more than 1000000 evaluation steps'],
    ['too much output', loops(2, 'ten chars.'), 'more than 1048576 characters'],
    ['a text that doubles', `#set($a = "xx")${loops(1, '#set($a = $a + $a)')}`, 'more than 1048576 characters'],
    ['a text that quotes itself', `#set($a = "xx")${loops(1, '#set($a = "$a$a")')}`, 'more than 1048576 characters'],
    ['a text that replaces', `#set($a = "xx")${loops(1, '#set($a = $a.replace("x", "xx"))')}`, 'more than 1048576 characters'],
    ['a list that doubles', `#set($a = [1])${loops(1, '#set($x = $a.addAll($a))')}`, 'more than'],
    ['a number that squares', `#set($a = 10)${loops(1, '#set($a = $a * $a)')}`, 'an integer has more than 4096 bits'],
    ['a negative number that grows', `#set($a = -10)${loops(1, '#set($a = $a * 10)')}#set($a = $a * 1)`, 'came to its end'],
    ['a range without end', '#set($a = [1..2000000])', 'more than 1048576 characters or items'],
    ['a list that holds itself', '#set($a = [])#set($x = $a.add($a))$a', 'more than 200 levels deep'],
    [
      'a list that equals itself',
      '#set($a = [])#set($x = $a.add($a))#set($b = [])#set($x = $b.add($b))#if($a == $b)#end',
      'more than 200 levels deep',
    ],
    ['a map that holds itself', '#set($a = {})#set($a.a = $a)$a', 'more than 200 levels deep'],
  ])('%s', (_what, source, message) => {
    expect(failureOf(source)).toContain(message);
  });

  test('bounds a deeply nested message', () => {
    const body = `${'['.repeat(300)}${']'.repeat(300)}`;

    expect(failureOf("$input.json('$')", { body })).toContain('more than 200 levels deep');
  });

  test('keeps the output before the failure', () => {
    expect(evaluated(`before${loops(3, '')}`).text).toBe('before');
  });
});

test('evaluates a loop over a message in linear time', { retry: 3 }, () => {
  const template = "#foreach($item in $input.path('$.items'))$util.escapeJavaScript($item.text)#if($foreach.hasNext),#end#end";
  const parsed = parseVelocity(template);
  const millis = (characters: number) => {
    const text = 'it"s '.repeat(characters / 500);
    const body = JSON.stringify({ items: Array(100).fill({ text }) });
    const start = performance.now();
    const { failure } = isVelocityFault(parsed) ? { failure: parsed } : evaluateVelocity(parsed, { body });
    const taken = performance.now() - start;
    expect(failure).toBeUndefined();
    return taken;
  };
  const least = (characters: number) => Math.min(millis(characters), millis(characters), millis(characters));
  millis(50_000);

  expect(least(400_000) / Math.max(least(50_000), 0.5)).toBeLessThan(32);
});

test.each([
  ['text', 'word '],
  ['references', '$a.b(1)[0] '],
  ['signs', '$$ # \\\\ '],
  ['blanks', ' \t#x'],
  ['directives', '#if($a == 1)x#{else}y#end '],
  ['texts', '#set($a = "x ""y"" $b")\n'],
  ['open comments', '#* '],
  ['brackets', '$a{ '],
])('evaluates %s in linear time', { retry: 3 }, (_what, piece) => {
  const millis = (characters: number) => {
    const source = piece.repeat(characters / piece.length);
    const start = performance.now();
    const parsed = parseVelocity(source);
    const failure = isVelocityFault(parsed) ? parsed : evaluateVelocity(parsed, {}).failure;
    const taken = performance.now() - start;
    expect(failure).toBeUndefined();
    return taken;
  };
  const least = (characters: number) => Math.min(millis(characters), millis(characters), millis(characters));
  millis(40_000);

  // Eight times the size: a quadratic parser would take 64 times as long.
  expect(least(320_000) / Math.max(least(40_000), 0.5)).toBeLessThan(32);
});
