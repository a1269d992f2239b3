import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { NPM_SCOPE } from '../../projenrc/family';
import { requireTool } from '../command';
import { bin, CACHE } from './paths';

const HOST = '127.0.0.1';
const STORAGE = join(CACHE, 'registry');
const START_TIMEOUT = 60_000;

/** A package registry on the loopback interface. It has no packages of the family, and gets others from the registry of the npm client. */
export class Registry {
  /**
   * Starts an empty one. What it fetched from the npm client's own registry is kept for the next run.
   *
   * @param work a folder for its configuration
   */
  public static start(work: string): Promise<Registry> {
    rmSync(join(STORAGE, NPM_SCOPE), { recursive: true, force: true });
    mkdirSync(STORAGE, { recursive: true });
    return Registry.over(work, []);
  }

  /** Starts a second server for the same packages that refuses to publish some of them, like a registry that fails halfway. */
  public static refusing(work: string, names: readonly string[]): Promise<Registry> {
    return Registry.over(work, names);
  }

  private static async over(work: string, refused: readonly string[]): Promise<Registry> {
    const registry = new Registry(await freePort(), work, refused);
    await registry.ready();
    return registry;
  }

  public readonly url: string;
  private readonly process: ChildProcess;
  private output = '';

  private constructor(port: number, work: string, refused: readonly string[]) {
    this.url = `http://${HOST}:${port}/`;
    const config = join(work, `registry-${port}.yaml`);
    // JSON is also valid YAML.
    writeFileSync(config, JSON.stringify(configuration(refused)));
    this.process = spawn(bin('verdaccio'), ['--config', config, '--listen', `${HOST}:${port}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...certificates() },
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (data) => {
        this.output = `${this.output}${data}`.slice(-4000);
      });
    }
  }

  public stop(): void {
    this.process.kill();
  }

  /** The published versions of a package, the oldest first. */
  public async versionsOf(name: string): Promise<string[]> {
    const response = await get(`${this.url}${name.replace('/', '%2f')}`);
    if (response.status === 404) {
      return [];
    }
    const { versions } = (await response.json()) as { versions: Record<string, unknown> };
    return Object.keys(versions);
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT;
    while (!(await this.answers())) {
      if (this.process.exitCode !== null || Date.now() > deadline) {
        throw new Error(`Verdaccio does not start: run npm ci, which installs it\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private answers(): Promise<boolean> {
    return get(`${this.url}-/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

/** Closes the connection after each request, because a kept connection times out while this process waits for a command. */
const get = (url: string): Promise<Response> => fetch(url, { headers: { connection: 'close' } });

const npmConfig = (key: string): string => requireTool('npm', ['config', 'get', key], 'install npm');

/** The additional certificate authorities that the npm client trusts. */
function certificates(): Record<string, string> {
  const file = npmConfig('cafile');
  return ['', 'null', 'undefined'].includes(file) ? {} : { NODE_EXTRA_CA_CERTS: file };
}

/** The upstream registry is the one that the npm client is configured with. */
function configuration(refused: readonly string[]) {
  const everyone = '$all';
  return {
    storage: STORAGE,
    uplinks: { upstream: { url: npmConfig('registry'), maxage: '60m', timeout: '120s' } },
    packages: {
      ...Object.fromEntries(refused.map((name) => [name, { access: everyone, publish: 'nobody' }])),
      [`${NPM_SCOPE}/*`]: { access: everyone, publish: everyone, unpublish: everyone },
      '**': { access: everyone, proxy: 'upstream' },
    },
    max_body_size: '100mb',
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
