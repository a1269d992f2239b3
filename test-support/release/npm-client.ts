import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandOptions, type CommandResult, command, tryCommand } from '../command';

/** npm with the registry on the loopback interface. It uses the configured cache, which already contains aws-cdk-lib. */
export class NpmClient {
  /** The environment for programs that call npm, such as lerna. */
  public readonly env: Record<string, string>;

  public constructor(work: string, registry: string) {
    const config = join(work, `npmrc-${new URL(registry).port}`);
    // The registry accepts any token, but npm publishes only with one.
    writeFileSync(config, `${registry.replace(/^http:/, '')}:_authToken=rehearsal\n`);
    this.env = {
      npm_config_userconfig: config,
      npm_config_registry: registry,
      npm_config_provenance: 'false',
      npm_config_fund: 'false',
      npm_config_audit: 'false',
      npm_config_update_notifier: 'false',
    };
  }

  public run(args: readonly string[], options: CommandOptions = {}): string {
    return command('npm', args, this.with(options));
  }

  public try(args: readonly string[], options: CommandOptions = {}): CommandResult {
    return tryCommand('npm', args, this.with(options));
  }

  public publish(tarball: string): void {
    this.run(['publish', tarball, '--access', 'public']);
  }

  /** Installs packages into a project. Refreshes the lists of versions, because the rehearsals publish new ones. */
  public install(folder: string, packages: readonly string[]): void {
    this.run(['install', '--no-package-lock', ...packages], { cwd: folder });
  }

  private with({ cwd, env }: CommandOptions): CommandOptions {
    return { cwd, env: { ...this.env, ...env } };
  }
}
