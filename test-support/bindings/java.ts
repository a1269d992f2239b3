import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CDK_FLOOR, CDK_NEWEST } from '../../projenrc/family';
import { namesOf } from '../../projenrc/names';
import { command, requireTool } from '../command';
import { packagesOf } from '../packages';
import type { Language, Program } from './language';
import { CACHE, ROOT } from './paths';
import { expectServed } from './served';
import { expectTwin } from './twin';

const PROJECT = join(CACHE, 'java');
const SOURCES = join(PROJECT, 'src/main/java');
const CLASSPATH = join(PROJECT, 'classpath.txt');
const QUIET = { CDK_VALIDATION: 'false' };

/** Jars in a Maven project, with the newest supported aws-cdk-lib that Maven finds. */
export const java: Language = {
  name: 'java',
  prepare() {
    const compiler = requireTool('javac', ['-version'], 'install a JDK, 11 or later');
    requireTool('mvn', ['--version'], 'install Maven 3');
    command('npm', ['run', 'package', '--', 'java']);
    writeProject();
    maven('compile', 'dependency:build-classpath', `-Dmdep.outputFile=${CLASSPATH}`);
    const classpath = readFileSync(CLASSPATH, 'utf8');
    return { programs: programs(classpath), against: `aws-cdk-lib ${/aws-cdk-lib-([\d.]+)\.jar/.exec(classpath)?.[1]}, ${compiler}` };
  },
};

const maven = (...args: string[]): string => command('mvn', ['--batch-mode', '--quiet', ...args], { cwd: PROJECT });
const members = () => packagesOf().filter(({ isConstructs }) => isConstructs);

function writeProject(): void {
  rmSync(PROJECT, { recursive: true, force: true });
  mkdirSync(SOURCES, { recursive: true });
  writeFileSync(join(PROJECT, 'pom.xml'), pom());
  writeFileSync(join(SOURCES, 'EveryPackage.java'), everyPackage());
  copyFileSync(join(__dirname, 'java/Main.java'), join(SOURCES, 'Main.java'));
  copyFileSync(join(ROOT, 'examples/languages/java/Shop.java'), join(SOURCES, 'Shop.java'));
  // Without this, Maven would keep an older build of the same version. Batch mode writes no colors.
  const reported = join(PROJECT, 'local-repository.txt');
  maven('help:evaluate', '-Dexpression=settings.localRepository', `-Doutput=${reported}`);
  rmSync(join(readFileSync(reported, 'utf8').trim(), ...namesOf('core').maven.mavenGroupId.split('.')), { recursive: true, force: true });
}

function pom(): string {
  const dependency = (group: string, artifact: string, version: string) =>
    `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>bindings</groupId>',
    '  <artifactId>bindings</artifactId>',
    '  <version>1</version>',
    '  <properties>',
    '    <maven.compiler.source>11</maven.compiler.source>',
    '    <maven.compiler.target>11</maven.compiler.target>',
    '    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>',
    '  </properties>',
    '  <repositories>',
    `    <repository><id>dist</id><url>file://${join(ROOT, 'dist/java')}</url></repository>`,
    '  </repositories>',
    '  <dependencies>',
    ...members().map(({ shortName, version }) => {
      const { mavenGroupId, mavenArtifactId } = namesOf(shortName).maven;
      return dependency(mavenGroupId, mavenArtifactId, version);
    }),
    dependency('software.amazon.awscdk', 'aws-cdk-lib', `[${CDK_FLOOR},${CDK_NEWEST}]`),
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}

/** Generated from the package list: loads the assembly of each package. */
function everyPackage(): string {
  return [
    'public final class EveryPackage {',
    '    private EveryPackage() {',
    '    }',
    '',
    '    public static void main(final String[] args) {',
    ...members().map(
      ({ shortName }) =>
        `        software.amazon.jsii.JsiiEngine.getInstance().loadModule(${namesOf(shortName).maven.javaPackage}.$Module.class);`,
    ),
    '        System.exit(0);',
    '    }',
    '}',
    '',
  ].join('\n');
}

function programs(classpath: string): Program[] {
  const classes = [join(PROJECT, 'target/classes'), classpath.trim()].join(':');
  const run = (name: string, ...args: string[]) => command('java', ['-cp', classes, name, ...args], { env: QUIET });
  return [
    { name: 'java: every package loads', run: () => void run('EveryPackage') },
    { name: 'java: Shop.java', run: () => expectTwin('languages/shop', (template) => void run('Main', template)) },
    { name: 'java: Shop.java is served', run: () => expectServed('java', 'java Main', { ...QUIET, CLASSPATH: classes }) },
  ];
}
