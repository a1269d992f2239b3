import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Service } from './services';

/** As much of a client of the SDK as is used here. */
export interface SdkClient {
  readonly config: object;
  send(command: SdkCommand): Promise<unknown>;
  destroy(): void;
}

/** A call as the SDK has made it ready to go out. */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface SdkCommand {
  readonly middlewareStack: {
    add(
      middleware: () => (args: { readonly request: SdkRequest }) => Promise<{ readonly output: object; readonly response: object }>,
      options: { readonly step: string; readonly priority: string; readonly name: string },
    ): void;
  };
}

/** What a package of the SDK exports. */
export interface SdkPackage {
  readonly [name: string]: unknown;
}

/** Where a package of the SDK lies: beside this one, or where the user's own code would find it. */
export function findSdk({ package: name }: Service, folder = process.cwd()): string | undefined {
  for (const from of [__filename, join(folder, 'package.json')]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // The next place may have it.
    }
  }
  return undefined;
}

/** Loads a package of the SDK, which takes its time. */
export function loadSdk(file: string): SdkPackage {
  return createRequire(file)(file) as SdkPackage;
}

/** What to say where there is none. */
export function missingSdk({ package: name, title }: Service): string {
  return `${title} is called by ${name}, which is not installed: npm install --save-dev ${name}`;
}
