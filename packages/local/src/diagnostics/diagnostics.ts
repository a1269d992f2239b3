import type { ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { Unresolved } from '../template/local-values/unresolved';

/** A line for what of an app is not served, or not as it will be once it is deployed. */
export interface Diagnostic {
  readonly place: ResourceLocation;
  readonly text: string;
  /** The line of the user's code that created the construct, such as `app.ts:17`. */
  readonly sourceLocation?: string;
}

/** What cannot be served, and why, in words for the person who started the gateway. */
export interface Unserved {
  readonly kind: 'unserved';
  readonly reason: string;
}

/** Gathers what has to be told, each thing once. */
export class Diagnostics {
  private readonly lines = new Map<string, Diagnostic>();
  private readonly unknowns = new Set<string>();

  /** All lines, in the order in which they came up. */
  get all(): readonly Diagnostic[] {
    return [...this.lines.values()];
  }

  add(place: ResourceLocation, text: string): void {
    this.lines.set(JSON.stringify([place.file, place.logicalId, text]), { place, text });
  }

  /** Tells the reason and closes what it is about. */
  unsupported(place: ResourceLocation, reason: string): Unserved {
    this.add(place, reason);
    return { kind: 'unserved', reason };
  }

  /** Tells of values that are made up, where the first of them turns up. */
  unknown(place: ResourceLocation, where: string, unknowns: Iterable<Unresolved>): void {
    for (const { name, placeholder, overridable } of unknowns) {
      const key = overridable ? name : JSON.stringify([place.file, place.logicalId, where, name]);
      if (!this.unknowns.has(key)) {
        this.unknowns.add(key);
        const remedy = overridable ? `: set ${JSON.stringify(name)} below "values" in an overrides file` : '';
        this.add(
          place,
          `${shown(name)} is known only once it is deployed; ${JSON.stringify(placeholder)} stands in for it in ${where}${remedy}`,
        );
      }
    }
  }
}

function shown(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}…` : name;
}
