import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Component } from 'projen';
import { FAMILY } from '../family';
import type { Monorepo } from '../monorepo';

const FILES = ['README.md', 'CONTRIBUTING.md'];

/** Keeps the parts of hand-written pages that follow from the package list, between `<!-- name:begin -->` and `<!-- name:end -->`. */
export class PackageTables extends Component {
  public constructor(private readonly root: Monorepo) {
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
        '| npm | Python | for |',
        '| --- | --- | --- |',
        ...members.map((member) => {
          const python = 'cdkDeps' in member ? `\`${member.names.pypi.distName}\`` : 'Node.js only';
          return `| [\`${member.names.npm}\`](${member.folder}) | ${python} | ${member.summary} |`;
        }),
      ],
      'package-map': [
        '| folder | builds on | for |',
        '| --- | --- | --- |',
        ...members.map(
          ({ folder, siblings, summary }) => `| \`${folder}\` | ${siblings.map(({ shortName }) => `\`${shortName}\``).join(', ') || '-'} | ${summary} |`,
        ),
      ],
      scopes: [`Scopes: ${members.map(({ shortName }) => `\`${shortName}\``).join(', ')}, and \`deps\`, \`ci\`, \`docs\`, \`release\` for ${FAMILY} itself.`],
    };
  }
}

function replaceSection(text: string, name: string, lines: string[]): string {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    return text;
  }
  return `${text.slice(0, from + begin.length)}\n${lines.join('\n')}\n${text.slice(to)}`;
}
