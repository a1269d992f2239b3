import type { Docs, TypeReference } from '@jsii/spec';
import type { Documented, Family } from './assemblies';

/** Where the CDK documents its own types. */
const CDK_REFERENCE = 'https://docs.aws.amazon.com/cdk/api/v2/docs';

/** Writes types and documentation comments as Markdown, with links between the pages of the reference. */
export class MarkdownWriter {
  public constructor(
    private readonly family: Family,
    /** The package of the page that is written. */
    private readonly shortName: string,
  ) {}

  /** The type of a value as code, where each named type is a link to its page. */
  public type(reference: TypeReference): string {
    return `<code class="api-type">${this.typeText(reference)}</code>`;
  }

  /** A link to the page of a type, or its name if it has none. */
  public link(fqn: string): string {
    const name = escapeText(shortNameOf(fqn));
    const address = this.addressOf(fqn);
    return address === undefined ? name : `[${name}](${address})`;
  }

  /** The documentation of a type or a member: its summary and remarks, default, and further reading. */
  public docs(docs: Docs | undefined, options: { readonly showsDefault?: boolean } = {}): string[] {
    const { summary, remarks, default: fallback, see, deprecated, stability, example } = docs ?? {};
    const lines: string[] = [];
    if (deprecated !== undefined) {
      lines.push('::: warning Deprecated', escapeText(deprecated), ':::', '');
    }
    if (stability !== undefined && stability !== 'stable' && stability !== 'deprecated') {
      lines.push(`*Stability: ${stability}.*`, '');
    }
    for (const text of [summary, remarks]) {
      if (text !== undefined) {
        lines.push(escapeText(text), '');
      }
    }
    if (options.showsDefault === true && fallback !== undefined) {
      lines.push(`**Default:** ${defaultText(fallback)}`, '');
    }
    if (see !== undefined) {
      lines.push(`**See also:** ${/^https?:/.test(see) ? `[${labelOf(see)}](${see})` : escapeText(see)}`, '');
    }
    if (example !== undefined) {
      lines.push('```ts', example, '```', '');
    }
    return lines;
  }

  private typeText(reference: TypeReference): string {
    if ('primitive' in reference) {
      return reference.primitive === 'date' ? 'Date' : reference.primitive;
    }
    if ('fqn' in reference) {
      return this.link(reference.fqn);
    }
    if ('collection' in reference) {
      const { kind, elementtype } = reference.collection;
      const element = this.typeText(elementtype);
      return kind === 'array' ? `${element}[]` : `{ [key: string]: ${element} }`;
    }
    const [types, separator] = 'union' in reference ? [reference.union.types, ' | '] : [reference.intersection.types, ' & '];
    return types.map((type) => this.typeText(type)).join(separator);
  }

  private addressOf(fqn: string): string | undefined {
    const found: Documented | undefined = this.family.find(fqn);
    if (found !== undefined) {
      const folder = found.package.shortName === this.shortName ? '.' : `../${found.package.shortName}`;
      return `${folder}/${found.type.name}.md`;
    }
    return /^(aws-cdk-lib|constructs)\./.test(fqn) ? `${CDK_REFERENCE}/${fqn}.html` : undefined;
  }
}

/** The type of a value as TypeScript. */
export function typeScriptType(reference: TypeReference): string {
  if ('primitive' in reference) {
    return reference.primitive === 'date' ? 'Date' : reference.primitive;
  }
  if ('fqn' in reference) {
    return shortNameOf(reference.fqn);
  }
  if ('collection' in reference) {
    const { kind, elementtype } = reference.collection;
    return kind === 'array' ? `${typeScriptType(elementtype)}[]` : `{ [key: string]: ${typeScriptType(elementtype)} }`;
  }
  const [types, separator] = 'union' in reference ? [reference.union.types, ' | '] : [reference.intersection.types, ' & '];
  return types.map(typeScriptType).join(separator);
}

/** The name of a type without its package and module. */
export const shortNameOf = (fqn: string): string => fqn.slice(fqn.lastIndexOf('.') + 1);

/** Text of a documentation comment, in which only code may contain what looks like HTML or like an expression of Vue. */
export function escapeText(text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/</g, '&lt;').replace(/\{\{/g, '&#123;&#123;')))
    .join('');
}

/** Defaults are code, unless they begin with a hyphen: `- determined by another option`. */
function defaultText(text: string): string {
  const described = /^- (.*)$/s.exec(text);
  if (described !== null) {
    return escapeText(described[1] ?? '');
  }
  const [value = '', ...explanation] = text.split(' - ');
  const isCode = /^[\w.'"[\]{}$/-]+(\([^)]*\))?$/.test(value) && !/^[a-z]+$/.test(value.replace(/^(true|false|undefined)$/, 'A'));
  const shown = isCode ? `\`${value}\`` : escapeText(value);
  return [shown, ...explanation.map(escapeText)].join(' - ');
}

/** The last part of a URL as the text of its link. */
function labelOf(url: string): string {
  const { hostname, pathname, hash } = new URL(url);
  const page = pathname.split('/').filter(Boolean).at(-1) ?? hostname;
  return escapeText(`${page.replace(/\.(html|md)$/, '')}${hash}`);
}
