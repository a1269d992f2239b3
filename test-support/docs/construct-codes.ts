import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '@apigwv2-integrations/core/engine';
import { constructPackages, REPOSITORY } from '../family';

const CODE = /\bcode: '([A-Z]\w+)'/g;

/** All codes that constructs report themselves. Codes of the engine are in the generated table of docs/errors.md. */
export function codesInSources(): string[] {
  const sources = constructPackages.flatMap((name) => {
    const src = join(REPOSITORY, 'packages', name, 'src');
    return readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('engine/'))
      .map((file) => readFileSync(join(src, file), 'utf8'));
  });
  const codes = sources.flatMap((source) => [...source.matchAll(CODE)].flatMap(([, code]) => code ?? []));
  return [...new Set(codes)].filter((code) => !RULES.some((rule) => rule.code === code)).sort();
}

/** packages/core/src/engine/construct-codes.ts: the engine imports nothing, so it cannot read the codes of the packages itself. */
export function constructCodesFile(): string {
  return `// Generated from the sources of the construct packages. To update, run "npm run docs".

/** Codes that only constructs report, those of the backend packages included. An app may lower them like rules. */
export const CONSTRUCT_CODES: readonly string[] = [
${codesInSources()
  .map((code) => `  '${code}',`)
  .join('\n')}
];
`;
}
