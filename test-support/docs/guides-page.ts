import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesOf } from '../../projenrc/names';
import { packagesOf } from '../packages';
import { REPOSITORY } from '../repository';
import { withSection } from './section';

/** Pages about all packages. */
const GENERAL = ['README.md', 'migration.md', 'compatibility.md', 'releasing.md', 'errors.md', 'rules.md', 'differences.md', 'mapping.md'];

/** The guides of packages that are not backends. */
const GUIDES: Record<string, string> = { core: 'mapping.md', checks: 'rules.md', local: 'local/README.md' };

/** The guide to a package: the page with its short name, or else the first page that mentions its npm name. */
export function guideOf(shortName: string): string | undefined {
  const own = GUIDES[shortName] ?? `${shortName}.md`;
  if (existsSync(join(REPOSITORY, 'docs', own))) {
    return own;
  }
  const name = new RegExp(`${namesOf(shortName).npm}(?![\\w-])`);
  return readdirSync(join(REPOSITORY, 'docs'))
    .filter((file) => file.endsWith('.md') && !GENERAL.includes(file))
    .sort()
    .find((file) => name.test(readFileSync(join(REPOSITORY, 'docs', file), 'utf8')));
}

/** docs/README.md. Its table of packages is generated from their list. */
export function guidesPage(): string {
  const rows = packagesOf().map(({ shortName, isConstructs }) => {
    const guide = guideOf(shortName);
    return [
      `[\`${shortName}\`](../packages/${shortName}/README.md)`,
      guide === undefined ? '-' : `[${guide}](${guide})`,
      isConstructs ? `[API.md](../packages/${shortName}/API.md)` : '-',
    ];
  });
  return withSection('docs/README.md', 'guides', [
    '| package | guide | classes and options |',
    '| --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ]);
}
