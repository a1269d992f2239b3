import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { inc } from 'semver';
import { isSiblingOf, type Member } from '../packages';
import type { SimulatedRelease } from './history';
import type { NpmClient } from './npm-client';
import type { Registry } from './registry';
import type { Scratch } from './scratch';

type Versions = Record<string, string>;

/** One rehearsed release, as a row of the report. */
export interface Row {
  readonly name: string;
  readonly commits: readonly string[];
  readonly before: Versions;
  readonly after: Versions;
}

const versionsOf = (scratch: Scratch): Versions =>
  Object.fromEntries(scratch.packages.map(({ shortName, version }) => [shortName, version]));

/** Tags every package with the version on disk. */
export function firstRelease(scratch: Scratch): Row {
  const versions = versionsOf(scratch);
  scratch.npm('release:version');
  const expected = scratch.packages.map(({ name, version }) => `${name}@${version}`).sort();
  deepStrictEqual(scratch.tags().sort(), expected, 'the tags');
  deepStrictEqual(scratch.tagsOfOrigin().sort(), expected, 'the tags of the origin');
  deepStrictEqual(versionsOf(scratch), versions);
  return { name: 'the first release', commits: ['whatever came before'], before: {}, after: versions };
}

/** Runs one release of the history, and throws an error if the result differs from what is expected. */
export function release(scratch: Scratch, { name, commits, expected, breaksApiOf }: SimulatedRelease): Row {
  const before = versionsOf(scratch);
  const tags = scratch.tags();
  for (const [message, files] of Object.entries(commits)) {
    scratch.commit(message, files(scratch));
    if (breaksApiOf !== undefined) {
      breaksApi(scratch, breaksApiOf, message.includes('!:'));
    }
  }
  const bumps = expected(scratch.packages);
  scratch.npm('release:version');

  const after = versionsOf(scratch);
  deepStrictEqual(after, {
    ...before,
    ...Object.fromEntries(Object.entries(bumps).map(([name, bump]) => [name, inc(before[name], bump)])),
  });
  const changed = scratch.packages.filter(({ shortName }) => shortName in bumps);
  const expectedTags = [...tags, ...changed.map(({ name, version }) => `${name}@${version}`)].sort();
  deepStrictEqual(scratch.tags().sort(), expectedTags, 'the tags');
  deepStrictEqual(scratch.tagsOfOrigin().sort(), expectedTags, 'the tags of the origin');
  strictEqual(scratch.git('status', '--porcelain'), '', 'git is not clean');
  strictEqual(scratch.git('rev-parse', 'origin/main'), scratch.git('rev-parse', 'HEAD'), 'the release is not pushed');
  for (const member of scratch.packages) {
    followsItsSiblings(scratch, member);
  }
  for (const member of changed) {
    hasChangelog(scratch, member, Object.keys(commits));
  }
  scratch.run('npm', 'ci', '--dry-run', '--ignore-scripts', '--offline');
  return { name, commits: Object.keys(commits), before, after };
}

/** Checks that the comparison with the last release reports a breaking change until a commit declares it. */
function breaksApi(scratch: Scratch, shortName: string, declared: boolean): void {
  const { ok: accepted, output } = scratch.tryNpm({}, 'api:breaks', '--', shortName);
  ok(accepted === declared, output);
  ok(/breaks the API of \d+\.\d+\.\d+/.test(output), output);
}

/** Checks that ranges, exact versions and the lock file have the current version of each sibling. */
function followsItsSiblings(scratch: Scratch, { shortName, siblings, version }: Member): void {
  const manifest = JSON.parse(scratch.read(`packages/${shortName}/package.json`));
  const locked = JSON.parse(scratch.read('package-lock.json')).packages[`packages/${shortName}`];
  strictEqual(locked.version, version, `the version of ${shortName} in the lock file`);
  for (const sibling of scratch.packages.filter((other) => isSiblingOf(other, siblings))) {
    for (const { peerDependencies = {}, devDependencies = {}, dependencies = {} } of [manifest, locked]) {
      const range = peerDependencies[sibling.name] ?? dependencies[sibling.name];
      strictEqual(range, `^${sibling.version}`, `the range of ${shortName} for ${sibling.shortName}`);
      if (sibling.name in peerDependencies) {
        strictEqual(devDependencies[sibling.name], sibling.version, `the development dependency of ${shortName} on ${sibling.shortName}`);
      }
    }
  }
}

/** Checks that the changelog has the version and each commit to the package. */
function hasChangelog(scratch: Scratch, { shortName, version }: Member, messages: readonly string[]): void {
  const changelog = scratch.read(`packages/${shortName}/CHANGELOG.md`);
  ok(changelog.includes(`${version}`), `the changelog of ${shortName} lacks ${version}:\n${changelog}`);
  for (const message of messages.filter((text) => new RegExp(`^(feat|fix)\\(${shortName}\\)`).test(text))) {
    const subject = message.slice(message.indexOf(':') + 2);
    ok(changelog.includes(subject), `the changelog of ${shortName} lacks "${subject}":\n${changelog}`);
  }
}

/** Publishes what is not published yet, as the workflow does, and checks the versions in the registry. */
export async function publish(
  scratch: Scratch,
  registry: Registry,
  refused: readonly string[],
  refusing: NpmClient | undefined,
): Promise<void> {
  if (refusing !== undefined) {
    const { ok: all } = scratch.tryNpm(refusing.env, 'release:npm');
    ok(!all, 'a publication that the registry refused went through');
    for (const { shortName, name, version } of scratch.packages) {
      strictEqual(
        (await registry.versionsOf(name)).includes(version),
        !refused.includes(shortName),
        `whether ${name}@${version} is published`,
      );
    }
    // The next run starts with a new checkout, but lerna leaves modified manifests behind if a publication fails halfway.
    scratch.git('checkout', '--', '.');
    const tags = scratch.tags();
    scratch.npm('release:version');
    deepStrictEqual(scratch.tags(), tags, 'the next run raises no version');
  }
  scratch.npm('release:npm');
  for (const { name, version } of scratch.packages) {
    ok((await registry.versionsOf(name)).includes(version), `${name}@${version} is not published`);
  }
}

/** Formats the rehearsed releases: the commits, and the versions of the packages that they changed. */
export function tableOf(rows: readonly Row[]): string {
  return rows
    .flatMap(({ name, commits, before, after }) => {
      const moved = Object.keys(after).filter((package_) => before[package_] !== after[package_]);
      return [
        `\n${name}`,
        ...commits.map((message) => `  ${message}`),
        ...moved.map((package_) => `    ${package_.padEnd(20)} ${(before[package_] ?? '-').padEnd(8)} -> ${after[package_]}`),
        ...(moved.length === 0 ? ['    nothing'] : []),
      ];
    })
    .join('\n');
}
