import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from 'test-support/bindings/paths';
import { command, requireTool } from 'test-support/command';

/** Programs that were built before, by their sources. `npm ci` deletes them. */
const CACHE = join(ROOT, 'node_modules/.cache/runtimes');

/** A folder of code that is built from a folder of sources. */
export class BuiltCode {
  public readonly path: string;

  /** @param build makes the code of a copy of the sources in the same folder */
  public constructor(
    private readonly sources: string,
    private readonly build: (folder: string) => void,
  ) {
    const names = readdirSync(sources, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const hash = createHash('sha256');
    for (const path of names.map((entry) => join(entry.parentPath, entry.name)).sort()) {
      hash.update(path.slice(sources.length)).update(readFileSync(path));
    }
    this.path = join(CACHE, hash.digest('hex').slice(0, 16));
  }

  /** Builds it unless that was done before, also by a process that does so at the same time. */
  public prepare(): void {
    if (existsSync(this.path)) {
      return;
    }
    mkdirSync(CACHE, { recursive: true });
    const folder = mkdtempSync(join(CACHE, 'new-'));
    try {
      cpSync(this.sources, folder, { recursive: true });
      this.build(folder);
      renameSync(folder, this.path);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      if (!existsSync(this.path)) {
        throw error;
      }
    }
  }
}

export const GO = new BuiltCode(join(__dirname, 'go'), (cwd) => {
  requireTool('go', ['version'], 'install Go, 1.21 or later');
  command('go', ['build', '-tags', 'lambda.norpc', '-o', 'bootstrap', '.'], { cwd, env: { GOWORK: 'off', CGO_ENABLED: '0' } });
});

/** With AWS's runtime interface client. */
export const JAVA = new BuiltCode(join(__dirname, 'java'), (cwd) => {
  requireTool('javac', ['-version'], 'install a JDK, 11 or later');
  requireTool('mvn', ['--version'], 'install Maven 3');
  command('mvn', ['--batch-mode', '--quiet', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], { cwd });
  command('jar', ['xf', 'lib/aws-lambda-java-runtime-interface-client-2.6.0.jar', 'jni'], { cwd });
  command('javac', ['-cp', 'lib/*', '-d', 'classes', 'src/books/Index.java'], { cwd });
});

/** The client unpacks its library to one path for all, where two environments that start at a time would overwrite it. */
const LIBRARY = join(JAVA.path, `jni/libaws-lambda-jni.linux-${process.arch === 'arm64' ? 'aarch_64' : 'x86_64'}.so`);

/** Java does not take its folders from the variables of a function. With few young objects, the heap grows with what is kept alone. */
export const JAVA_COMMAND = [
  'java -XX:+UseSerialGC -Xmn8m -XX:TieredStopAtLevel=1 -Djava.io.tmpdir={tmp} -Duser.home={home}',
  `'-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=${LIBRARY}'`,
  '-cp "classes:lib/*" com.amazonaws.services.lambda.runtime.api.client.AWSLambda {handler}',
].join(' ');
