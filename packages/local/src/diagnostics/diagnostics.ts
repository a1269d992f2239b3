import type { ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { Unresolved } from '../template/local-values/unresolved';

/** A message about a part of the app that is not served, or not as it is after deployment. */
export interface Diagnostic {
  readonly location: ResourceLocation;
  readonly text: string;
  /** The line of the user's code that created the construct, such as `app.ts:17`. */
  readonly sourceLocation?: string;
}

/** Where in a resource the cause of a diagnostic is. */
export interface Cause {
  /** Such as `Properties/Handler`. @default the whole resource */
  readonly property?: string;
  /** Line and column in the template. @default those of the property */
  readonly position?: { readonly line: number; readonly column: number };
}

/** The name of a resource in messages and logs: its construct path, else its logical ID, and the part of it. */
export function displayPath({ path, logicalId, part }: ResourceLocation): string {
  const name = path ?? logicalId;
  return part === undefined ? name : `${name}/${part}`;
}

/** Stands for a definition that cannot be served. */
export interface Unserved {
  readonly kind: 'unserved';
  readonly reason: string;
}

/** Collects diagnostics, each once. */
export class Diagnostics {
  private readonly diagnostics = new Map<string, Diagnostic & { readonly cause: Cause }>();
  private readonly reported = new Set<string>();

  /** All diagnostics, in the order in which they were added. */
  get all(): readonly (Diagnostic & { readonly cause: Cause })[] {
    return [...this.diagnostics.values()];
  }

  add(location: ResourceLocation, text: string, cause: Cause = {}): void {
    this.diagnostics.set(JSON.stringify([location.file, location.logicalId, location.part, text]), { location, text, cause });
  }

  /** Adds the reason, and returns it for the definition that cannot be served. */
  unsupported(location: ResourceLocation, reason: string, cause?: Cause): Unserved {
    this.add(location, reason, cause);
    return { kind: 'unserved', reason };
  }

  /** Adds deploy-time values for which a placeholder is used, each at its first use. */
  unresolved(location: ResourceLocation, usage: string, values: Iterable<Unresolved>): void {
    for (const { name, placeholder, overridable } of values) {
      const key = overridable ? name : JSON.stringify([location.file, location.logicalId, location.part, usage, name]);
      if (!this.reported.has(key)) {
        this.reported.add(key);
        const remedy = overridable ? `: set ${JSON.stringify(name)} in "values" of an overrides file` : '';
        this.add(
          location,
          `${shown(name)} is only known after deployment; ${JSON.stringify(placeholder)} is used for it in ${usage}${remedy}`,
        );
      }
    }
  }
}

function shown(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}…` : name;
}
