import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../../user-error';
import { type Jwk, type KeySource, parseKeySet } from './key-source';

/** How often a file is looked at, at most. */
const LOOK_AGAIN_MILLIS = 1000;

/** A key set in a file, read again when it changes. */
export class FileSource implements KeySource {
  public readonly shown: string;
  private readonly path: string;
  private stamp = '';
  private lookedAt = 0;

  /** @throws UserError when it cannot be read now */
  public constructor(path: string) {
    this.path = resolve(path);
    this.shown = path;
    try {
      parseKeySet(this.read(), path);
    } catch (error) {
      throw new UserError(`--jwks: ${(error as Error).message}`);
    }
  }

  public isStale(): boolean {
    return Date.now() - this.lookedAt >= LOOK_AGAIN_MILLIS && this.mayHaveMore();
  }

  public mayHaveMore(): boolean {
    this.lookedAt = Date.now();
    return this.look() !== this.stamp;
  }

  public async load(): Promise<readonly Jwk[]> {
    this.stamp = this.look();
    return parseKeySet(this.read(), this.shown);
  }

  private read(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      throw new Error(`${this.shown} cannot be read (${(error as NodeJS.ErrnoException).code}): name the file of a JSON Web Key Set`);
    }
  }

  private look(): string {
    const found = statSync(this.path, { throwIfNoEntry: false });
    return found === undefined ? 'missing' : `${found.mtimeMs} ${found.size} ${found.ino}`;
  }
}
