import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const EXPORT_ALL = /^__exportStar\(require\("(\.[^"]*)"\), exports\);$/gm;

const HELPER = `const lazily = (name, load) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get() {
    const value = load();
    Object.defineProperty(exports, name, { enumerable: true, configurable: true, value });
    return value;
} });`;

/**
 * Has a compiled index load each file when something of it is first asked for, as aws-cdk-lib's own index does: an app
 * that uses one class does not read the files of all others.
 *
 * @param index the file, which is left as it is if that is done already
 */
export function makeLazy(index: string): void {
  const load = createRequire(index);
  const text = readFileSync(index, 'utf8');
  const exported = text.replace(EXPORT_ALL, (_, file: string) =>
    Object.keys(load(file))
      .map((name) => lazily(file, name))
      .join('\n'),
  );
  if (exported !== text) {
    writeFileSync(index, exported.replace(/^exports\./m, `${HELPER}\n$&`));
  }
}

/** The assignment tells Node.js the name where an ES module imports it. */
function lazily(file: string, name: string): string {
  return `exports.${name} = void 0;\nlazily("${name}", () => require("${file}").${name});`;
}
