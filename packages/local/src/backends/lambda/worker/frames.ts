import { join } from 'node:path';

/** Takes the frames of this gateway out of stacks: what is left is the handler's. */
export class Frames {
  private readonly own: RegExp;

  /** @param folder of the worker's file */
  public constructor(folder: string) {
    const worker = join(folder, 'worker').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    // What an error has beside its stack begins with a brace behind the last frame.
    this.own = new RegExp(`\\n\\s+at [^\\n]*(?:${worker}|node:internal/(?:event_target|per_context))[^\\n]*?( \\{)?(?=\\n|$)`, 'g');
  }

  public without(stack: string): string {
    return stack.replace(this.own, '$1');
  }
}
