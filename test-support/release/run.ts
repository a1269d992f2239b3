import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CDK_NEWEST } from '../../projenrc/family';
import { command } from '../command';
import { packagesOf } from '../packages';
import { StepRunner } from '../step-runner';
import { BaseFolder } from './base-folder';
import { checkCommand, checkInstalledPackages, checkSynthesis, checkToolSize } from './consumer';
import { HISTORY } from './history';
import { NpmClient } from './npm-client';
import { inNpm, inPip } from './old-beside-new';
import { CACHE } from './paths';
import { Registry } from './registry';
import { firstRelease, publish, type Row, release, tableOf } from './rehearsal';
import { Scratch } from './scratch';
import { checkContents, tarballs } from './tarball';
import { checkTwoCores } from './two-cores';
import { type Alone, TypesFolder } from './types-folder';

/**
 * Packs every package, publishes it to a registry on the loopback, installs it from there as its users do, and
 * rehearses releases on a clone with a simulated history.
 *
 * Usage: npm run test:release [-- installations | releases]
 */
const PARTS: Record<string, (base: BaseFolder, npm: NpmClient, registry: Registry) => Promise<void>> = { installations, releases };

const steps = new StepRunner();
const registries: Registry[] = [];
mkdirSync(CACHE, { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'release-'));

main()
  .catch((error) => steps.run('test:release', () => Promise.reject(error)))
  .finally(() => {
    for (const registry of registries) {
      registry.stop();
    }
    rmSync(work, { recursive: true, force: true });
    steps.finish();
  });

async function main(): Promise<void> {
  await steps.prepare('npm tarballs and Python wheels', () => command('npm', ['run', 'package', '--', 'js', 'python']));
  const sizes: string[] = [];
  for (const tarball of tarballs()) {
    await steps.run(`${tarball.path.slice(tarball.path.lastIndexOf('/') + 1)} contains the expected files`, () => {
      sizes.push(checkContents(tarball));
    });
  }
  console.log(sizes.join('\n'));

  const registry = await steps.prepare('a registry on the loopback interface', () => Registry.start(work));
  if (registry === undefined) {
    return;
  }
  registries.push(registry);
  const npm = new NpmClient(work, registry.url);
  const base = await steps.prepare('a project with only aws-cdk-lib', () => {
    for (const { path } of tarballs()) {
      npm.publish(path);
    }
    return new BaseFolder(join(work, 'base'), npm, `aws-cdk-lib@${CDK_NEWEST}`);
  });
  if (base !== undefined) {
    const selected = process.argv.slice(2);
    for (const [, part] of Object.entries(PARTS).filter(([name]) => selected.length === 0 || selected.includes(name))) {
      await part(base, npm, registry);
    }
  }
}

async function installations(base: BaseFolder, npm: NpmClient): Promise<void> {
  const alone: Alone[] = [];
  for (const member of packagesOf()) {
    const folder = base.copy(join(work, 'alone', member.shortName));
    await steps.run(`${member.shortName} installs only its siblings`, () => checkInstalledPackages(folder, member, base, npm));
    if (member.isConstructs) {
      alone.push({ ...member, folder });
      await Promise.all([
        ...(['cjs', 'esm'] as const).map((format) =>
          steps.run(`${member.shortName} synthesizes from ${format}`, () => checkSynthesis(folder, member, format)),
        ),
      ]);
    } else {
      await steps.run(`${member.shortName} runs its command`, () => checkCommand(folder, member));
      await steps.run(`${member.shortName} is small`, () => {
        console.log(checkToolSize(join(work, 'empty', member.shortName), member, npm));
      });
    }
  }
  const types = new TypesFolder(join(work, 'types'), base, alone);
  await Promise.all(
    (['node16', 'bundler'] as const).map((resolution) =>
      steps.run(`the types of every package compile with ${resolution}`, () => types.check(resolution)),
    ),
  );
  await steps.run('two copies of core accept each other’s mappings and errors', () => checkTwoCores(base, work, npm));
}

async function releases(base: BaseFolder, npm: NpmClient, registry: Registry): Promise<void> {
  const scratch = await steps.prepare('a clone with a simulated history', () => new Scratch(work, npm.env));
  if (scratch === undefined) {
    return;
  }
  const first = Object.fromEntries(scratch.packages.map(({ shortName, version }) => [shortName, version]));
  const rows: (Row | undefined)[] = [await steps.run('the first release', () => firstRelease(scratch))];
  for (const simulated of HISTORY) {
    const row = await steps.run(`release: ${simulated.name}`, () => release(scratch, simulated));
    rows.push(row);
    if (row === undefined) {
      break;
    }
    const { compiled } = simulated;
    if (compiled) {
      await steps.run(`publication: ${simulated.name}`, async () => {
        scratch.compile(scratch.packages.filter(({ shortName }) => compiled.includes(shortName)));
        await publish(scratch, registry, simulated.refused ?? [], await refusing(simulated.refused));
      });
    }
    if (simulated.besideOld) {
      const [moved, old] = simulated.besideOld.map((shortName) => ({ shortName, before: first[shortName], after: row.after[shortName] }));
      const pair = {
        moved: { shortName: moved.shortName, version: moved.after },
        old: { shortName: old.shortName, version: old.before },
        core: row.after.core,
      };
      await steps.run(`a new ${moved.shortName} installs beside an old ${old.shortName} in npm`, () => inNpm(pair, base, work, npm));
      await steps.run(`a new ${moved.shortName} installs beside an old ${old.shortName} in pip`, () => inPip(pair, scratch));
    }
  }
  console.log(tableOf(rows.filter((row) => row !== undefined)));
}

/** Returns a client of a registry that refuses to publish some packages, given by their short names. */
async function refusing(shortNames: readonly string[] = []): Promise<NpmClient | undefined> {
  if (shortNames.length === 0) {
    return undefined;
  }
  const names = packagesOf().filter(({ shortName }) => shortNames.includes(shortName));
  const registry = await Registry.refusing(
    work,
    names.map(({ name }) => name),
  );
  registries.push(registry);
  return new NpmClient(work, registry.url);
}
