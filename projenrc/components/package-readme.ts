import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Component, TextFile } from 'projen';
import { CDK_FLOOR, CONSTRUCTS_FLOOR, FAMILY, MIN_NODE_OF_TOOLS, REPOSITORY } from '../family';
import type { Family, FamilyPackage } from '../package';
import { installed, today } from './readme/install';
import { block } from './readme/markdown';

/** The URL is absolute because registries show the README outside the repository. */
const PAGES = `${REPOSITORY}/blob/main/docs`;

/** The README of a package, which registries show; jsii adds it, with translated examples, to the distribution of each language. */
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
        `The packages of ${FAMILY} are not published yet. Build them in the root folder of the repository:`,
        '',
        ...block('sh', 'npm ci', 'npm run package'),
        '',
        'Then install the package in your project. Put the path of the repository before `dist`:',
        '',
        ...today(member),
        '',
        'After the first release, install it from a registry:',
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
    `\`aws-cdk-lib\` (${CDK_FLOOR} or later)`,
    `\`constructs\` (${CONSTRUCTS_FLOOR} or later)`,
  ];
  return [
    `The peer dependencies are ${list(peers)}. The package has no other dependencies. For all classes and options, see`,
    `[API.md](./API.md). For guides, migration and compatibility, see the [documentation](${PAGES}/README.md).`,
  ];
}

function aboutTool({ shortName }: FamilyPackage): string[] {
  return [
    `It serves HTTP APIs and WebSocket APIs, with functions in Node.js, Python and other runtimes. The command is`,
    `\`apigwv2-${shortName}\`. It requires Node.js ${MIN_NODE_OF_TOOLS.replace(/\.0$/, '')} or later. For details, see the`,
    `[documentation](${PAGES}/local/README.md).`,
  ];
}

const useOf = ({ shortName }: FamilyPackage): string[] => block('sh', `npx --no -- apigwv2-${shortName} serve`);

const TOOL_ERRORS = [
  'Findings of `check` are printed to standard output, and other errors to standard error. The exit code is 1 if `check` finds an',
  `error, and 2 if the command line is invalid or the input cannot be read; see all [exit codes](${PAGES}/local/command-line.md#exit-codes)`,
  `and [rules](${PAGES}/rules.md).`,
];

/** The example is a file in examples/packages, which is compiled both in the repository and against the installed packages. */
function exampleOf(root: Family, { shortName }: FamilyPackage): string[] {
  const path = join(root.outdir, 'examples/packages', `${shortName}.ts`);
  return existsSync(path) ? block('ts', readFileSync(path, 'utf8').trim()) : [];
}

/** Lists the codes in the package's own sources; the codes of the engine are shared by all packages. */
function errorsOf(root: Family, { folder, siblings }: FamilyPackage): string[] {
  const all = `For all codes, and for how to lower an error to a warning, see [docs/errors.md](${PAGES}/errors.md)`;
  const page = readFileSync(join(root.outdir, 'docs/errors.md'), 'utf8');
  const ofSiblings = siblings.flatMap((sibling) => codesIn(join(root.outdir, sibling.folder, 'src')));
  const codes = codesIn(join(root.outdir, folder, 'src'))
    .filter((code) => page.includes(`\n### ${code}\n`) && !ofSiblings.includes(code))
    .map((code) => `[\`${code}\`](${PAGES}/errors.md#${code.toLowerCase()})`);
  const line = 'An integration reports all its problems in one error, one line each. Each line contains a code and a remedy.';
  if (codes.length === 0) {
    return [`${line} ${all}.`];
  }
  const added = siblings.length > 0 ? ', in addition to those that all packages share' : '';
  return [`${line} This package adds the following codes${added}: ${codes.join(', ')}. ${all}.`];
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
