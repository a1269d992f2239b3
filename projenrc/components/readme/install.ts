import { major } from 'semver';
import { FIRST_VERSION } from '../../family';
import type { FamilyPackage } from '../../package';
import { block, under } from './markdown';

/** How to install a package from the registries, after the first release. */
export function installed(member: FamilyPackage): string[] {
  const { npm, pypi, maven, nuget, go } = member.names;
  const lines = [...under('npm', block('sh', `npm install ${npm}`))];
  if (member.isConstructs) {
    lines.push(
      ...under('pip', block('sh', `pip install ${pypi.distName}`)),
      ...under(
        'Maven',
        block(
          'xml',
          '<dependency>',
          `  <groupId>${maven.mavenGroupId}</groupId>`,
          `  <artifactId>${maven.mavenArtifactId}</artifactId>`,
          `  <version>[${FIRST_VERSION},${major(FIRST_VERSION) + 1})</version>`,
          '</dependency>',
        ),
      ),
      ...under('NuGet', block('sh', `dotnet add package ${nuget.packageId}`)),
      ...under('Go', block('sh', `go get ${go.moduleName}/${go.packageName}`)),
    );
  }
  return lines.slice(0, -1);
}

/** How to install a package and its siblings, none of which is published yet, from the output of `npm run package`. */
export function today(member: FamilyPackage): string[] {
  const members = [...member.siblings, member];
  const lines = [...under('npm', block('sh', `npm install ${members.map(tarball).join(' ')}`))];
  if (member.isConstructs) {
    lines.push(
      ...under('pip', block('sh', `pip install ${members.map(({ names }) => `dist/python/${names.pypi.module}-*.whl`).join(' ')}`)),
      ...under('Maven', [
        'Add `dist/java` as a repository, and the dependency shown below for Maven:',
        '',
        ...block('xml', '<repository>', '  <id>dist</id>', '  <url>file:///path/to/dist/java</url>', '</repository>'),
      ]),
      ...under('NuGet', [
        'Add a reference to the generated sources. The tests check that they are complete; the release workflow compiles them:',
        '',
        ...block('sh', `dotnet add reference dist/dotnet/${member.names.nuget.packageId}/${member.names.nuget.packageId}.csproj`),
      ]),
      ...under(
        'Go',
        block(
          'sh',
          ...members.flatMap(({ names: { go } }) => {
            const module = `${go.moduleName}/${go.packageName}`;
            return [`go mod edit -require ${module}@v${FIRST_VERSION} -replace ${module}=/path/to/dist/go/${go.packageName}`];
          }),
          'go mod tidy',
        ),
      ),
    );
  }
  return lines.slice(0, -1);
}

/** jsii-pacmak and npm name their tarballs differently. */
function tarball({ isConstructs, shortName, names }: FamilyPackage): string {
  return isConstructs ? `dist/js/${shortName}@*.jsii.tgz` : `dist/js/${names.npm.slice(1).replace('/', '-')}-*.tgz`;
}
