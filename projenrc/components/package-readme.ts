import { Component, TextFile } from 'projen';
import { CDK_FLOOR, CONSTRUCTS_FLOOR, FAMILY } from '../family';
import type { Family, FamilyPackage } from '../package';

/** The front page of a package in its registries; jsii carries it into each language's distribution. */
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
        '## Install',
        '',
        `No package of ${FAMILY} is in a registry yet. Build it from the repository, at its root:`,
        '',
        ...shell('npm ci', 'npm run package'),
        '',
        'Then, in your own project, with the path of the repository before `dist`:',
        '',
        ...shell(...fromRepository(member)),
        '',
        'After the first release:',
        '',
        ...shell(
          `npm install ${member.names.npm}`,
          ...(isConstructs ? ['# or, in Python', `pip install ${member.names.pypi.distName}`] : []),
        ),
        '',
      ],
    });
  }
}

function aboutConstructs({ siblings }: FamilyPackage): string[] {
  const peers = [
    ...siblings.map(({ names }) => `\`${names.npm}\``),
    `\`aws-cdk-lib\` from ${CDK_FLOOR}`,
    `\`constructs\` from ${CONSTRUCTS_FLOOR}`,
  ];
  return [`[API.md](./API.md) lists what it exports. It works with ${list(peers)}, and brings no dependency of its own.`];
}

function aboutTool({ shortName }: FamilyPackage): string[] {
  return [`Its command is \`apigwv2-${shortName}\`.`];
}

/** Siblings first: neither npm nor pip finds them in a registry. */
function fromRepository(member: FamilyPackage): string[] {
  const members = [...member.siblings, member];
  const npm = `npm install ${members.map(tarball).join(' ')}`;
  return member.isConstructs
    ? [npm, '# or, in Python', `pip install ${members.map(({ names }) => `dist/python/${names.pypi.module}-*.whl`).join(' ')}`]
    : [npm];
}

/** jsii-pacmak and npm name what they pack differently. */
function tarball({ isConstructs, shortName, names }: FamilyPackage): string {
  return isConstructs ? `dist/js/${shortName}@*.jsii.tgz` : `dist/js/${names.npm.slice(1).replace('/', '-')}-*.tgz`;
}

const shell = (...commands: string[]): string[] => ['```sh', ...commands, '```'];
const list = (items: string[]): string => `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
