import type { Field } from '../../gateway/message';

/** The part of a request that an identity source reads. */
export interface IdentitySource {
  readonly from: 'header' | 'querystring' | 'context' | 'stageVariables';
  readonly name: string;
}

const HTTP_SOURCE = /^\$\{?(?:request\.(header|querystring)|(context|stageVariables))\.([^{}\s]+)\}?$/;
const WEBSOCKET_SOURCE = /^(?:route\.request\.(header|querystring)|(context|stageVariables))\.([^{}\s]+)$/;

/** Parses an identity source such as `$request.header.Auth` (HTTP) or `route.request.header.Auth` (WebSocket). */
export function parseIdentitySource(source: string, protocol: 'HTTP' | 'WEBSOCKET'): IdentitySource | undefined {
  const [, fromRequest, other, name] = (protocol === 'HTTP' ? HTTP_SOURCE : WEBSOCKET_SOURCE).exec(source) ?? [];
  const from = (fromRequest ?? other) as IdentitySource['from'] | undefined;
  return from === undefined || name === undefined ? undefined : { from, name };
}

/** What identity sources read. */
export interface IdentityInput {
  readonly headers: readonly Field[];
  readonly query: readonly Field[];
  context(name: string): string | undefined;
  stageVariable(name: string): string | undefined;
}

/** The values of all identity sources, or the first source that has none. */
export type Identity = { readonly values: readonly string[] } | { readonly missing: string };

/**
 * Compiles the identity sources of an authorizer. A source with an empty value counts as missing.
 *
 * @param sources sources that `parseIdentitySource` accepts
 */
export function compileIdentity(sources: readonly string[], protocol: 'HTTP' | 'WEBSOCKET'): (input: IdentityInput) => Identity {
  const parsed = sources.map((text) => ({ text, source: parseIdentitySource(text, protocol) }));
  return (input) => {
    const values: string[] = [];
    for (const { text, source } of parsed) {
      const value = source && read(source, input);
      if (value === undefined || value === '') {
        return { missing: text };
      }
      values.push(value);
    }
    return { values };
  };
}

function read({ from, name }: IdentitySource, input: IdentityInput): string | undefined {
  switch (from) {
    case 'header': {
      const lower = name.toLowerCase();
      return joined(input.headers, (each) => each.toLowerCase() === lower);
    }
    case 'querystring':
      return joined(input.query, (each) => each === name);
    case 'context':
      return input.context(name);
    case 'stageVariables':
      return input.stageVariable(name);
  }
}

function joined(fields: readonly Field[], matches: (name: string) => boolean): string | undefined {
  const values = fields.filter(([name]) => matches(name)).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(',');
}
