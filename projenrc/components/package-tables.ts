import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Component } from 'projen';
import type { Family } from '../package';
import { REPOSITORY_SCOPES } from '../pull-request-title';

const FILES = ['README.md', 'CONTRIBUTING.md'];

/** Generates the sections between `<!-- name:begin -->` and `<!-- name:end -->` in hand-written pages from the package list. */
export class PackageTables extends Component {
  public constructor(private readonly root: Family) {
    super(root);
  }

  public synthesize(): void {
    for (const file of FILES) {
      const path = join(this.root.outdir, file);
      if (!existsSync(path)) {
        continue;
      }
      const before = readFileSync(path, 'utf8');
      const after = Object.entries(this.sections()).reduce((text, [name, lines]) => replaceSection(text, name, lines), before);
      if (after !== before) {
        writeFileSync(path, after);
      }
    }
  }

  private sections(): Record<string, string[]> {
    const members = this.root.familyPackages;
    return {
      packages: [
        '| npm | Python | description |',
        '| --- | --- | --- |',
        ...members.map((member) => {
          const python = member.isConstructs ? `\`${member.names.pypi.distName}\`` : 'Node.js only';
          return `| [\`${member.names.npm}\`](${member.folder}) | ${python} | ${member.summary} |`;
        }),
      ],
      'package-map': [
        '| folder | depends on | description |',
        '| --- | --- | --- |',
        ...members.map(
          ({ folder, siblings, summary }) =>
            `| \`${folder}\` | ${siblings.map(({ shortName }) => `\`${shortName}\``).join(', ') || '-'} | ${summary} |`,
        ),
      ],
      scopes: [
        `Scopes: ${members.map(({ shortName }) => `\`${shortName}\``).join(', ')}. For changes to the repository itself: ${REPOSITORY_SCOPES.map((scope) => `\`${scope}\``).join(', ')}.`,
      ],
    };
  }
}

/** Indents the lines as their marker, so that a section may be part of a list. */
function replaceSection(text: string, name: string, lines: string[]): string {
  const section = new RegExp(`^( *)<!-- ${name}:begin -->[^]*?<!-- ${name}:end -->`, 'm');
  return text.replace(section, (_all, indent: string) =>
    [`<!-- ${name}:begin -->`, ...lines, `<!-- ${name}:end -->`].map((line) => `${indent}${line}`).join('\n'),
  );
}
