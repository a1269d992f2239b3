import { readFileSync } from 'node:fs';

const PAGE = new URL('../../docs/checks-in-pull-requests.md', import.meta.url);

/** The workflows that docs/checks-in-pull-requests.md shows, by the name in the comment before each. */
export function documentedWorkflows(): Readonly<Record<string, string>> {
  const blocks = readFileSync(PAGE, 'utf8').matchAll(/^<!-- workflow: ([a-z-]+) -->\n\n```yaml\n(.*?)^```$/gms);
  return Object.fromEntries([...blocks].map(([, name, text]) => [name, text]));
}
