import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as integrations from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { namesOf } from '../../projenrc/names';
import { packagesOf } from '../packages';
import { withSection } from './section';

/** docs/migration.md. Its table lists the package that replaces each of the CDK's classes. */
export function migrationPage(): string {
  const rows = packagesOf().flatMap(({ shortName, folder }) => {
    const { npm, pypi, maven, nuget, go } = namesOf(shortName);
    return classesIn(join(folder, 'src')).map(
      (name) =>
        `| \`${name}\` | \`${npm}\` | \`${pypi.module}\` | \`${maven.javaPackage}\` | \`${nuget.dotNetNamespace}\` | \`${go.packageName}\` |`,
    );
  });
  return withSection('docs/migration.md', 'classes', [
    '| class | npm | Python | Java | .NET | Go |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ]);
}

/** The CDK's integration classes that a package replaces. */
function classesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/^export class (\w+)/gm)].map(([, name]) => name))
    .filter((name) => name in integrations)
    .sort();
}
