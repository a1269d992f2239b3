/** Counts what is under way: requests, messages and invocations. */
export class InFlight {
  private count = 0;
  private waiting: (() => void)[] = [];

  /** Whether nothing is under way. */
  public get isIdle(): boolean {
    return this.count === 0;
  }

  /** Counts something until the function that it returns is called. */
  public begin(): () => void {
    let isOver = false;
    this.count++;
    return () => {
      if (!isOver) {
        isOver = true;
        this.count--;
        this.check();
      }
    };
  }

  /** Counts a promise until it settles. */
  public async during<T>(promise: Promise<T>): Promise<T> {
    const end = this.begin();
    try {
      return await promise;
    } finally {
      end();
    }
  }

  /** Resolves when nothing is under way. */
  public idle(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.check();
    });
  }

  private check(): void {
    if (this.count === 0) {
      for (const resolve of this.waiting.splice(0)) {
        resolve();
      }
    }
  }
}
