import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { breaksSince, lastTagOf, versionIn } from './history';
import { type PackageOnDisk, packagesOnDisk } from './packages-on-disk';

/**
 * Compiles each package and compares its API with its last release in the npm registry. A breaking change must be
 * declared by a commit to the package: `feat(<package>)!: ...`.
 *
 * Usage: npm run api:breaks [-- package ...]
 */
const wanted = process.argv.slice(2);
const all = packagesOnDisk().filter(
  ({ folder, manifest }) => manifest.jsii && (wanted.length === 0 || wanted.includes(folder.split('/')[1])),
);
const released = all.flatMap((member) => {
  const tag = lastTagOf(member.manifest.name);
  return tag === undefined ? [] : [{ ...member, tag }];
});

for (const { manifest } of all.filter(({ folder }) => !released.some((other) => other.folder === folder))) {
  console.log(`${manifest.name} has no release to compare with`);
}
if (released.length > 0) {
  compare();
}

function compare(): void {
  const installed = mkdtempSync(join(tmpdir(), 'released-'));
  try {
    writeFileSync(join(installed, 'package.json'), '{"private": true}');
    const specs = released.map(({ manifest, tag }) => `${manifest.name}@${versionIn(tag)}`);
    execFileSync('npx', ['nx', 'run-many', '-t', 'compile', '-p', released.map(({ manifest }) => manifest.name).join(',')], {
      stdio: 'inherit',
    });
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--legacy-peer-deps=false', ...specs], {
      cwd: installed,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    for (const member of released) {
      report(
        member,
        spawnSync('npx', ['jsii-diff', join(installed, 'node_modules', member.manifest.name), resolve(member.folder)], {
          encoding: 'utf8',
        }),
      );
    }
  } finally {
    rmSync(installed, { recursive: true, force: true });
  }
}

function report(
  { folder, manifest, tag }: PackageOnDisk & { tag: string },
  { status, stdout, stderr }: { status: number | null; stdout: string; stderr: string },
): void {
  if (status === 0) {
    console.log(`${manifest.name} is compatible with ${versionIn(tag)}`);
  } else if (breaksSince(tag, folder)) {
    console.log(`${manifest.name} breaks the API of ${versionIn(tag)}, as a commit declares\n${stdout}`);
  } else {
    const scope = folder.split('/')[1];
    console.error(
      `${manifest.name} breaks the API of ${versionIn(tag)}: keep the API, or declare the breaking change with a commit "feat(${scope})!: ..."\n${stdout}${stderr}`,
    );
    process.exitCode = 1;
  }
}
