import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Component, TextFile } from 'projen';
import { CDK_FLOOR, CONSTRUCTS_FLOOR, FAMILY, MIN_NODE, REPOSITORY } from '../family';
import type { Family, FamilyPackage } from '../package';
import { installed, today } from './readme/install';
import { block } from './readme/markdown';

/** Absolute, since registries show the page, too. */
const PAGES = `${REPOSITORY}/blob/main/docs`;

/** The front page of a package in its registries; jsii carries it, translated, into each language's distribution. */
export class PackageReadme extends Component {
  public constructor(root: Family, member: FamilyPackage) {
    super(member);
    const { isConstructs } = member;
    new TextFile(member, 'README.md', {
      lines: [
        `<!-- ${root.package.file.marker} -->`,
        '',
        `# ${member.names.npm}`,
        '',
        `${member.summary}.`,
        '',
        ...(isConstructs ? aboutConstructs(member) : aboutTool(member)),
        '',
        ...section('Example', isConstructs ? exampleOf(root, member) : useOf(member)),
        ...section('Errors', isConstructs ? errorsOf(root, member) : TOOL_ERRORS),
        '## Install',
        '',
        `No package of ${FAMILY} is in a registry yet. Build it from the repository, at its root:`,
        '',
        ...block('sh', 'npm ci', 'npm run package'),
        '',
        'Then, in your own project, with the path of the repository before `dist`:',
        '',
        ...today(member),
        '',
        'From the first release on:',
        '',
        ...installed(member),
        '',
      ],
    });
  }
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

function aboutConstructs({ siblings }: FamilyPackage): string[] {
  const peers = [
    ...siblings.map(({ names }) => `\`${names.npm}\``),
    `\`aws-cdk-lib\` from ${CDK_FLOOR}`,
    `\`constructs\` from ${CONSTRUCTS_FLOOR}`,
  ];
  return [
    `It works with ${list(peers)}, and brings no dependency of its own. [API.md](./API.md) lists what it exports,`,
    `and the [documentation](${PAGES}/README.md) has guides, a migration guide and what is compatible.`,
  ];
}

function aboutTool({ shortName }: FamilyPackage): string[] {
  return [
    `Its command is \`apigwv2-${shortName}\`, for Node.js ${MIN_NODE.split('.')[0]} or later. The`,
    `[documentation](${PAGES}/local/README.md) has more.`,
  ];
}

const useOf = ({ shortName }: FamilyPackage): string[] => block('sh', 'npx cdk synth -q', `npx apigwv2-${shortName} serve cdk.out`);

const TOOL_ERRORS = [
  'An error is one line on the error output. The exit code is 1 for input that cannot be used, and 2 for a command line that',
  `cannot be understood. What \`check\` finds, with exit code 1 for an error, is in [docs/rules.md](${PAGES}/rules.md).`,
];

/** A file of its own, which is compiled where the packages are, and where they are installed. */
function exampleOf(root: Family, { shortName }: FamilyPackage): string[] {
  const path = join(root.outdir, 'examples/packages', `${shortName}.ts`);
  return existsSync(path) ? block('ts', readFileSync(path, 'utf8').trim()) : [];
}

/** The codes in the package's own sources; those of the engine are everybody's. */
function errorsOf(root: Family, { folder, siblings }: FamilyPackage): string[] {
  const all = `[docs/errors.md](${PAGES}/errors.md) has every code, what it means and how to lower one`;
  const page = readFileSync(join(root.outdir, 'docs/errors.md'), 'utf8');
  const ofSiblings = siblings.flatMap((sibling) => codesIn(join(root.outdir, sibling.folder, 'src')));
  const codes = codesIn(join(root.outdir, folder, 'src'))
    .filter((code) => page.includes(`\n### ${code}\n`) && !ofSiblings.includes(code))
    .map((code) => `[\`${code}\`](${PAGES}/errors.md#${code.toLowerCase()})`);
  const line = 'An integration tells all that is wrong with it in one error, a line a problem, each with a code and a remedy.';
  if (codes.length === 0) {
    return [`${line} ${all}.`];
  }
  const shared = siblings.length > 0 ? ', beside those that all packages share' : '';
  return [`${line} This package's own${shared}: ${codes.join(', ')}. ${all}.`];
}

function codesIn(folder: string): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('engine/'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return [...new Set(sources.flatMap((source) => [...source.matchAll(/\bcode: '([A-Z]\w+)'/g)].map(([, code]) => code)))].sort();
}

const list = (items: string[]): string => `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
