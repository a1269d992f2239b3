import type { Invocation } from './invocation';

/**
 * Invocations that are not over.
 *
 * No Set: one that many go through leaves tables behind that refer to the ones after them, and what was in them is kept
 * until the next full garbage collection.
 */
export class OpenInvocations {
  private readonly all: Invocation[] = [];

  public get size(): number {
    return this.all.length;
  }

  public add(invocation: Invocation): void {
    invocation.place = this.all.length;
    this.all.push(invocation);
  }

  /** The last one takes its place. */
  public delete(invocation: Invocation): void {
    const { place } = invocation;
    const last = place < 0 ? undefined : this.all.pop();
    invocation.place = -1;
    if (last !== undefined && last !== invocation) {
      this.all[place] = last;
      last.place = place;
    }
  }

  /** From the last one on, so that none is left out when the visited one is deleted. */
  public visit(each: (invocation: Invocation) => void): void {
    for (let at = this.all.length - 1; at >= 0; at--) {
      const invocation = this.all[at];
      if (invocation !== undefined) {
        each(invocation);
      }
    }
  }
}
