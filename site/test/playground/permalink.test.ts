import { deflateRawSync } from 'node:zlib';
import { assert, asyncProperty, constantFrom, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../.vitepress/theme/playground/examples';
import { MODE_NAMES } from '../../.vitepress/theme/playground/modes';
import { fromFragment, isPermalink, toFragment } from '../../.vitepress/theme/playground/permalink';

const encoded = (text: string) => `#v1.${deflateRawSync(text).toString('base64url')}`;

describe('a permalink', () => {
  it('contains any text', async () => {
    const text = string({ unit: 'grapheme' });
    await assert(
      asyncProperty(constantFrom(...MODE_NAMES), text, text, async (mode, source, sample) => {
        const fragment = (await toFragment({ mode, source, sample })) as string;
        expect(fragment).toMatch(/^#v1\.[\w-]+$/);
        expect(await fromFragment(fragment)).toEqual({ mode, source, sample });
      }),
      { numRuns: 30 },
    );
  });

  it.each(EXAMPLES)('of the example "$title" is short enough for a browser', async ({ mode, source, sample }) => {
    expect((await toFragment({ mode, source, sample }))?.length).toBeLessThan(1000);
  });

  it('is not made for a text that is too long', async () => {
    expect(await toFragment({ mode: 'request', source: 'a'.repeat(300_000), sample: '' })).toBeUndefined();
    const noise = Array.from({ length: 40_000 }, (_, index) => String.fromCharCode(33 + ((index * index * 7919) % 90))).join('');
    expect(await toFragment({ mode: 'request', source: noise + [...noise].reverse().join('x'), sample: '' })).toSatisfy(
      (fragment) => fragment === undefined || (fragment as string).length <= 32_768,
    );
  });

  it.each([
    ['another version', '#v2.abc', 'it was made by another version of this page'],
    ['other characters', '#v1.<script>', 'it contains characters that are not base64url'],
    ['no content', '#v1.', 'it contains characters that are not base64url'],
    ['no compressed data', '#v1.AAAA', 'it is damaged'],
    ['no JSON', encoded('{'), 'it is damaged'],
    ['no object', encoded('null'), 'it is damaged'],
    ['no mode', encoded('{"mode":"toString","source":"","sample":""}'), 'it is damaged'],
    ['a mode that objects inherit', encoded('{"mode":"__proto__","source":"","sample":""}'), 'it is damaged'],
    ['no texts', encoded('{"mode":"request","source":{},"sample":""}'), 'it is damaged'],
    ['bytes that are no text', `#v1.${deflateRawSync(Buffer.from([0x22, 0xff, 0x22])).toString('base64url')}`, 'it is damaged'],
    ['too many characters', `#v1.${'A'.repeat(40_000)}`, 'it has more than 32768 characters'],
    ['far more content than characters', encoded('a'.repeat(20_000_000)), 'its content has more than 262144 bytes'],
  ])('with %s is refused', async (_, fragment, refused) => {
    expect(await fromFragment(fragment)).toEqual({ refused });
  });

  it('differs from the fragment of a heading', () => {
    expect(isPermalink('#v2.x')).toBe(true);
    expect(isPermalink('#permalinks')).toBe(false);
  });
});
