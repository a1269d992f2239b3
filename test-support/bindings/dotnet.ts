import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesOf } from '../../projenrc/names';
import { command } from '../command';
import { type Member, packagesOf } from '../packages';
import type { Language, Program } from './language';
import { ROOT } from './paths';

/** The parts of a jsii assembly that the checks read. */
interface Assembly {
  readonly types: Record<string, Type>;
}

interface Type {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly name: string;
  /** Whether an interface is a struct, for which jsii also generates a class in .NET. */
  readonly datatype?: boolean;
  readonly properties?: readonly { readonly name: string }[];
  readonly methods?: readonly { readonly name: string }[];
  readonly members?: readonly { readonly name: string }[];
}

/** Compares the generated sources with the API of each package. Only the release workflow compiles them, with the .NET SDK. */
export const dotnet: Language = {
  name: 'dotnet',
  prepare() {
    command('npm', ['run', 'package', '--', 'dotnet']);
    const members = packagesOf().filter(({ isConstructs }) => isConstructs);
    return { programs: members.map(isComplete), against: 'the generated sources, which are not compiled here' };
  },
};

function isComplete(member: Member): Program {
  const { packageId } = namesOf(member.shortName).nuget;
  const project = join(ROOT, 'dist/dotnet', packageId);
  return {
    name: `dotnet: the sources of ${packageId} have its whole API`,
    run() {
      const problems = [...inProject(project, packageId, member), ...inSources(project, member)];
      if (problems.length > 0) {
        throw new Error(problems.join('\n'));
      }
    },
  };
}

/** Checks the version and the dependencies in the project file, from which `dotnet pack` creates the package. */
function inProject(project: string, packageId: string, { siblings, version }: Member): string[] {
  const text = readFileSync(join(project, `${packageId}.csproj`), 'utf8');
  const [, tarball = ''] = /<EmbeddedResource Include="([^"]+)"/.exec(text) ?? [];
  const references = siblings.map((name) => namesOf(name.split('/')[1]).nuget.packageId);
  return [
    ...[`<PackageId>${packageId}</PackageId>`, `<PackageVersion>${version}</PackageVersion>`, 'Include="Amazon.CDK.Lib"']
      .filter((part) => !text.includes(part))
      .map((part) => `${packageId}.csproj lacks ${part}`),
    ...references
      .filter((id) => !text.includes(`../${id}/${id}.csproj`) || !existsSync(join(project, '..', id, `${id}.csproj`)))
      .map((id) => `${packageId}.csproj does not refer to ${id}`),
    ...(tarball !== '' && existsSync(join(project, tarball)) ? [] : [`${packageId}.csproj embeds no package of npm: ${tarball}`]),
  ];
}

/** Checks that the sources contain every type with every member. */
function inSources(project: string, { folder }: Member): string[] {
  const { types }: Assembly = JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8'));
  const sources = Object.fromEntries(
    readdirSync(project, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.cs'))
      .map((file) => [file.slice(file.lastIndexOf('/') + 1, -'.cs'.length), readFileSync(join(project, file), 'utf8')]),
  );
  return Object.values(types).flatMap((type) =>
    filesOf(type).flatMap((file) => {
      const source = sources[file];
      return source === undefined
        ? [`there is no ${file}.cs`]
        : membersOf(type)
            .filter((name) => !new RegExp(`\\b${name}\\b`).test(source))
            .map((name) => `${file}.cs lacks ${name}`);
    }),
  );
}

/** A struct becomes an interface, whose name begins with I, and a class. */
const filesOf = ({ name, datatype }: Type): string[] => (datatype ? [name, `I${name}`] : [name]);

const membersOf = ({ properties = [], methods = [], members = [] }: Type): string[] => [
  ...[...properties, ...methods].map(({ name }) => (/[a-z]/.test(name) ? name.charAt(0).toUpperCase() + name.slice(1) : name)),
  ...members.map(({ name }) => name),
];
