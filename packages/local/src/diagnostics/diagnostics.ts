import type { Closed } from '../definitions/api-plan';
import type { Place } from '../definitions/display/resource-location';
import type { Told } from '../definitions/plan';
import type { Unknown } from '../template/local-values/unresolved';

/** Gathers what has to be told, each thing once. */
export class Teller {
  private readonly lines = new Map<string, Told>();
  private readonly unknowns = new Set<string>();

  /** All lines, in the order in which they came up. */
  get told(): readonly Told[] {
    return [...this.lines.values()];
  }

  tell(place: Place, text: string): void {
    this.lines.set(JSON.stringify([place.file, place.logicalId, text]), { place, text });
  }

  /** Tells the reason and closes what it is about. */
  close(place: Place, reason: string): Closed {
    this.tell(place, reason);
    return { kind: 'closed', reason };
  }

  /** Tells of values that are made up, where the first of them turns up. */
  unknown(place: Place, where: string, unknowns: Iterable<Unknown>): void {
    for (const { name, standIn, canBeSet } of unknowns) {
      const key = canBeSet ? name : JSON.stringify([place.file, place.logicalId, where, name]);
      if (!this.unknowns.has(key)) {
        this.unknowns.add(key);
        const remedy = canBeSet ? `: set ${JSON.stringify(name)} below "values" in an overrides file` : '';
        this.tell(
          place,
          `${shown(name)} is known only once it is deployed; ${JSON.stringify(standIn)} stands in for it in ${where}${remedy}`,
        );
      }
    }
  }
}

function shown(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}…` : name;
}
