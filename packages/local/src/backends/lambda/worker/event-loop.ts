/** Tells when nothing is left to happen in this thread: no timer, no socket, nothing that was asked for. */
export class EventLoop {
  private listener?: () => void;

  public constructor(target: Pick<NodeJS.Process, 'on'>) {
    target.on('beforeExit', () => this.listener?.());
  }

  /** What to do then, instead of what was to be done before. */
  public whenEmpty(listener: (() => void) | undefined): void {
    this.listener = listener;
  }
}
