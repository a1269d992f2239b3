import { type Entries, setEntry } from './entries';

/** What the service makes of a claim: always text, a list's in brackets: `[admin users]`. */
export function claimText(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (Array.isArray(value)) {
    return `[${value.map(claimText).join(' ')}]`;
  }
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** Every claim as text. */
export function claimTexts(claims: Readonly<Record<string, unknown>>): Entries<string> {
  const texts: Entries<string> = {};
  for (const name of Object.keys(claims)) {
    setEntry(texts, name, claimText(claims[name]));
  }
  return texts;
}
