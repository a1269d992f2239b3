import type { ResourceLocation } from '@apigwv2-integrations/core/engine';

/** Where a function's code lies on this machine. */
export type FunctionCode =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'zip'; readonly path: string }
  | { readonly kind: 'inline'; readonly text: string };

/** A Lambda function that can run here. */
export interface FunctionPlan {
  /** Equal for two mentions of one function. */
  readonly key: string;
  readonly name: string;
  readonly place: ResourceLocation;
  readonly arn: string;
  readonly version: string;
  readonly handler: string;
  /** Such as `nodejs22.x`. */
  readonly runtime: string;
  readonly code: FunctionCode;
  /** Folders in which modules of its layers lie, as `/opt/nodejs/node_modules` would; what comes first wins. */
  readonly moduleFolders?: readonly string[];
  /** Of the template, references resolved, overrides applied; nothing of the host's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  readonly timeoutMillis: number;
  readonly memoryMegabytes: number;
  /** How many invocations it may have at once, if the template limits them. */
  readonly reservedConcurrency?: number;
}
