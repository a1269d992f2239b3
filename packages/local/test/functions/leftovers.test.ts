import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { removeAbandoned, TempFolders } from '../../src/functions/processes/temp-folders';
import { WatchList } from '../../src/functions/processes/watch-list';
import { folder } from '../support';
import { lives, until } from './support';

/** Leads a process group, as an environment does. */
function sleeping(env: NodeJS.ProcessEnv = {}): ChildProcess & { pid: number } {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore', env });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child as ChildProcess & { pid: number };
}

describe('the watchdog', () => {
  test('ends the processes and removes the folders that are listed, and no others', async () => {
    const list = new WatchList();
    const [listed, released, other] = [sleeping(), sleeping(), sleeping()];
    const [gone, kept] = [folder(), folder()];
    writeFileSync(join(gone, 'a'), '');
    list.take(`+${listed.pid} marker-of-listed\n+${released.pid} marker-of-released\n+${gone}\n+${ke(kept)}`);
    list.take(`${kept.slice(-3)}\n-${released.pid} marker-of-released\n-${kept}\n`);
    await list.cleanUp();
    await until(() => !lives(listed.pid));
    expect([lives(released.pid), lives(other.pid), existsSync(gone), existsSync(kept)]).toEqual([true, true, false, true]);
  });

  test.runIf(process.platform === 'linux')('ends what has left its process group, by the environment that it kept', async () => {
    const list = new WatchList();
    const marker = `2026/01/01/[$LATEST]${'0123456789abcdef'.repeat(2)}`;
    const [leader, strayed, other] = [sleeping(), sleeping({ AWS_LAMBDA_LOG_STREAM_NAME: marker }), sleeping({ OTHER: 'value' })];
    list.take(`+${leader.pid} ${marker}\n`);
    await list.cleanUp();
    await until(() => !lives(leader.pid) && !lives(strayed.pid));
    expect(lives(other.pid)).toBe(true);
  });

  test('has nothing to do where nothing is listed', async () => {
    await expect(new WatchList().cleanUp()).resolves.toBeUndefined();
  });
});

/** All but the last three characters: a line can arrive in pieces. */
const ke = (path: string) => path.slice(0, -3);

describe('folders of gateways that are gone', () => {
  const namespace = process.platform === 'linux' ? /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] : 'host';
  const DEAD = 2 ** 22 + 1;

  test('are removed, and no others', () => {
    const parent = folder();
    const target = folder();
    const names = {
      dead: `apigwv2-local-${namespace}-${DEAD}-abcDEF`,
      alive: `apigwv2-local-${namespace}-${process.pid}-abcDEF`,
      container: `apigwv2-local-${namespace}9-${DEAD}-abcDEF`,
      other: 'apigwv2-local-script-abcDEF',
    };
    for (const name of Object.values(names)) {
      mkdirSync(join(parent, name, 'deep'), { recursive: true });
    }
    const link = `apigwv2-local-${namespace}-${DEAD}-linked`;
    symlinkSync(target, join(parent, link));
    removeAbandoned(parent);
    expect(readdirSync(parent).sort()).toEqual([names.alive, names.container, names.other, link].sort());
    expect(existsSync(target)).toBe(true);
  });

  test('are removed where they are read-only, and keep nobody from going on where they cannot be removed', () => {
    const parent = folder();
    asOrdinaryUser(parent);
    const readOnly = readOnlyFolder(join(parent, `apigwv2-local-${namespace}-${DEAD}-abcDEF`));
    removeAbandoned(parent);
    expect(existsSync(readOnly)).toBe(false);

    const held = join(parent, `apigwv2-local-${namespace}-${DEAD}-ghiJKL`);
    mkdirSync(held);
    chmodSync(parent, 0o500);
    onTestFinished(() => chmodSync(parent, 0o700));
    removeAbandoned(parent);
    expect(existsSync(held)).toBe(true);
  });

  test('are left where the folder for temporary files cannot be read', () => {
    expect(() => removeAbandoned(join(folder(), 'missing'))).not.toThrow();
  });
});

test('read-only folders are removed by the watchdog and with the temporary folders', async () => {
  const parent = folder();
  asOrdinaryUser(parent);
  const listed = readOnlyFolder(join(parent, 'listed'));
  const list = new WatchList();
  list.take(`+${listed}\n`);
  await list.cleanUp();
  expect(existsSync(listed)).toBe(false);

  const removed = readOnlyFolder(join(parent, 'removed'));
  await new TempFolders().remove(removed);
  expect(existsSync(removed)).toBe(false);
});

/** A folder from which nothing can be removed before its mode is changed. */
function readOnlyFolder(path: string): string {
  mkdirSync(join(path, 'module', 'deep'), { recursive: true });
  writeFileSync(join(path, 'module', 'deep', 'file'), '');
  chmodSync(join(path, 'module', 'deep'), 0o500);
  chmodSync(join(path, 'module'), 0o500);
  return path;
}

/** Modes of folders do not hold for root. */
function asOrdinaryUser(owned: string): void {
  if (process.getuid?.() === 0) {
    const NOBODY = 65_534;
    chownSync(owned, NOBODY, NOBODY);
    process.seteuid?.(NOBODY);
    const getuid = vi.spyOn(process, 'getuid').mockReturnValue(NOBODY);
    onTestFinished(() => {
      getuid.mockRestore();
      process.seteuid?.(0);
    });
  }
}
