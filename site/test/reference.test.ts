import type { Assembly } from '@jsii/spec';
import { describe, expect, it } from 'vitest';
import { Family } from '../reference/assemblies';
import { escapeText } from '../reference/markdown';
import { packagePage, typePage } from '../reference/render';

const TARGETS = {
  python: { module: 'shop_core' },
  java: { package: 'shop.core' },
  dotnet: { namespace: 'Shop.Core' },
  go: { moduleName: 'example.com/shop-go', packageName: 'core' },
};

/** An assembly of the few parts that the reference reads. */
const assembly = (name: string, types: Record<string, unknown>): Assembly =>
  ({ name, description: `The package ${name}`, targets: TARGETS, types }) as unknown as Assembly;

const core = {
  shortName: 'core',
  assembly: assembly('@shop/core', {
    '@shop/core.Options': {
      kind: 'interface',
      datatype: true,
      fqn: '@shop/core.Options',
      name: 'Options',
      interfaces: ['aws-cdk-lib.BaseOptions'],
      docs: { summary: 'Options of `Book<T>`, a {{template}}.' },
      properties: [
        {
          name: 'timeout',
          optional: true,
          type: { fqn: 'aws-cdk-lib.Duration' },
          docs: { summary: 'How long to wait.', default: '- 30 seconds', see: 'https://example.com/guide/timeouts.html' },
        },
        { name: 'tags', type: { collection: { kind: 'array', elementtype: { primitive: 'string' } } }, docs: { deprecated: 'use labels' } },
      ],
    },
    '@shop/core.Book': {
      kind: 'class',
      fqn: '@shop/core.Book',
      name: 'Book',
      initializer: { parameters: [{ name: 'options', optional: true, type: { fqn: '@shop/core.Options' } }] },
      methods: [
        { name: 'open', returns: { type: { fqn: '@shop/core.Kind' } }, docs: { stability: 'experimental' } },
        { name: 'bindTo', protected: true },
      ],
    },
    '@shop/core.Kind': { kind: 'enum', fqn: '@shop/core.Kind', name: 'Kind', members: [{ name: 'NOVEL', docs: { summary: 'A novel.' } }] },
  }),
};
const library = assembly('aws-cdk-lib', {
  'aws-cdk-lib.BaseOptions': {
    kind: 'interface',
    fqn: 'aws-cdk-lib.BaseOptions',
    name: 'BaseOptions',
    properties: [{ name: 'region', optional: true, type: { primitive: 'string' } }],
  },
});
const family = new Family([core], [library]);

const pageOf = (name: string): string => {
  const found = family.find(`@shop/core.${name}`);
  return found === undefined ? expect.fail(`there is no ${name}`) : typePage(family, found);
};

describe('the page of a type', () => {
  it('shows the type, the need, the default and further reading of each option', () => {
    const page = pageOf('Options');
    expect(page).toContain(
      '[Duration](https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Duration.html)</code> <span class="api-need">optional</span>',
    );
    expect(page).toContain('**Default:** 30 seconds');
    expect(page).toContain('[timeouts](https://example.com/guide/timeouts.html)');
    expect(page).toContain('<code class="api-type">string[]</code> <span class="api-need">required</span>');
    expect(page).toContain('::: warning Deprecated\nuse labels\n:::');
  });

  it('shows inherited options, with the type that declares them', () => {
    expect(pageOf('Options')).toMatch(/### region\n\n.*from \[BaseOptions\]\(https:\/\/docs\.aws\.amazon\.com\/.*BaseOptions\.html\)/);
  });

  it('shows the constructor, the methods and what subclasses may use', () => {
    const page = pageOf('Book');
    expect(page).toContain('new Book(options?: Options)');
    expect(page).toContain('open(): Kind');
    expect(page).toContain('*Stability: experimental.*');
    expect(page).toContain('**Returns** <code class="api-type">[Kind](./Kind.md)</code>');
    expect(page.indexOf('### bindTo')).toBeGreaterThan(page.indexOf('## For subclasses'));
  });

  it('shows the members of an enum, and how each language imports it', () => {
    const page = pageOf('Kind');
    expect(page).toContain('### NOVEL\n\nA novel.');
    expect(page).toContain("import { Kind } from '@shop/core';");
    expect(page).toContain('from shop_core import Kind');
    expect(page).toContain('import shop.core.Kind;');
    expect(page).toContain('using Shop.Core;');
    expect(page).toContain('import "example.com/shop-go/core"');
  });
});

it('the page of a package lists its types by kind', () => {
  const page = packagePage(family, core);
  expect(page).toMatch(
    /## Classes[\s\S]*\[Book\]\(\.\/Book\.md\)[\s\S]*## Options and data[\s\S]*\[Options\][\s\S]*## Enums[\s\S]*\[Kind\]/,
  );
});

it('text outside of code contains no HTML and no expression of Vue', () => {
  expect(escapeText('a <b> and {{ c }}, `Map<string>` and `{{ d }}`')).toBe('a &lt;b> and &#123;&#123; c }}, `Map<string>` and `{{ d }}`');
});
