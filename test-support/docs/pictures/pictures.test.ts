import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../../repository';
import { pages } from '../pages';
import { STEPS } from './request';

const IMAGES = 'docs/images';
const files = readdirSync(join(REPOSITORY, IMAGES)).filter((file) => file.endsWith('.svg'));
const markdown = readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
const text = ['README.md', ...markdown.map((file) => `docs/${file}`)]
  .map((file) => readFileSync(join(REPOSITORY, file), 'utf8'))
  .join('\n');

describe.each(files)('docs/images/%s', (file) => {
  const svg = readFileSync(join(REPOSITORY, IMAGES, file), 'utf8');

  test('is generated', () => {
    expect(Object.keys(pages)).toContain(`${IMAGES}/${file}`);
  });

  test('is shown on a page, with a text in its place', () => {
    expect(text).toMatch(new RegExp(`!\\[[^\\]]{20,}\\]\\((?:docs/|\\.\\./)?images/${file.replace('.', '\\.')}\\)`));
  });

  test('has a title and a description, and colors for both schemes', () => {
    expect(svg).toMatch(/<title id="[\w-]+">[^<]{10,}<\/title>\n<desc id="[\w-]+">[^<]{30,}<\/desc>/);
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
  });

  test('loads nothing', () => {
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:\/\/(?!127\.0\.0\.1|shop\.example\.com|docs\.example\.com)|<script|@import|href=/,
    );
  });
});

test('the picture of a request names rules that exist', () => {
  const rules = readFileSync(join(REPOSITORY, 'docs/rules.md'), 'utf8');
  expect(STEPS.flatMap((step) => step.rules).filter((rule) => !rules.includes(`](#${rule})`))).toEqual([]);
});
