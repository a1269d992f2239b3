// biome-ignore lint/suspicious/noExplicitAny: methods of any class, for what they take and return does not matter
type Methods = Record<string, any>;

/** Measures the time within methods of a class, in microseconds. */
export class Stopwatch {
  private nanoseconds = 0n;
  private count = 0;
  private depth = 0;
  private readonly seen = new WeakSet<object>();

  /** Watches a method, but for its first call on each instance: it makes what later calls only use. */
  public watchLaterCalls(prototype: Methods, name: string): void {
    this.replace(prototype, name, (instance, call) => {
      if (this.seen.has(instance)) {
        this.count++;
        return this.timed(call);
      }
      this.seen.add(instance);
      return call();
    });
  }

  /** Watches every method. What one method calls of the others is not counted twice. */
  public watchAll(prototype: Methods): void {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name !== 'constructor' && typeof value === 'function') {
        this.replace(prototype, name, (instance, call) => {
          if (!this.seen.has(instance)) {
            this.seen.add(instance);
            this.count++;
          }
          return this.timed(call);
        });
      }
    }
  }

  /** For each call, or where every method is watched for each instance. */
  public get each(): number {
    return Number(this.nanoseconds) / 1000 / this.count;
  }

  private replace(prototype: Methods, name: string, around: (instance: object, call: () => unknown) => unknown): void {
    const method: (...args: unknown[]) => unknown = prototype[name];
    prototype[name] = function (this: object, ...args: unknown[]) {
      return around(this, () => method.apply(this, args));
    };
  }

  private timed(call: () => unknown): unknown {
    this.depth++;
    const start = process.hrtime.bigint();
    try {
      return call();
    } finally {
      this.depth--;
      this.nanoseconds += this.depth === 0 ? process.hrtime.bigint() - start : 0n;
    }
  }
}
