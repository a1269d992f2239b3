import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

const MAX_GZIP_BYTES = 150_000;

describe('the built page', () => {
  let files: ReadonlyMap<string, string>;
  const start = () => files.get('index.html') ?? '';

  beforeAll(async () => {
    const built = (await build({
      configFile: join(__dirname, '../vite.config.mts'),
      logLevel: 'silent',
      build: { write: false },
    })) as Rolldown.RolldownOutput;
    files = new Map(built.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : String(file.source)]));
  });

  it('is small', () => {
    const bytes = [...files.values()].reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(bytes).toBeLessThan(MAX_GZIP_BYTES);
  });

  it('has no inline script or style, which its policy refuses', () => {
    expect(start()).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(start()).not.toMatch(/<script(?![^>]*\ssrc=)/);
  });

  it('names no other host, except in the rules that the engine explains', () => {
    const texts = [...files].flatMap(([name, text]) => (name.includes('evaluate') ? [] : [text]));
    const addresses = texts.flatMap((text) => text.match(/https?:\/\/[\w.-]+/g) ?? []);
    // The names of XML vocabularies, which nothing requests.
    expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org']));
  });

  it('loads the engine only with the form that evaluates', () => {
    const first = [...start().matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, name]) => files.get(name ?? '') ?? '');
    expect(first).toHaveLength(1);
    expect(first.join('')).not.toContain('TemplateSyntaxInvalid');
    expect([...files.values()].some((text) => text.includes('TemplateSyntaxInvalid'))).toBe(true);
  });
});
