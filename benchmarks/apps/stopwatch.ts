// biome-ignore lint/suspicious/noExplicitAny: methods of any class
type Methods = Record<string, any>;

/** Measures the time that the methods of a class take, in microseconds. */
export class Stopwatch {
  private readonly laps: number[] = [];
  private readonly lapOf = new Map<object, number>();
  private running = false;

  /** Measures a method without its first call on each instance, which prepares what later calls reuse. */
  public watchLaterCalls(prototype: Methods, name: string): void {
    const seen = new WeakSet<object>();
    this.replace(prototype, name, (instance, call) => {
      if (seen.has(instance)) {
        return this.timed(this.laps.push(0) - 1, call);
      }
      seen.add(instance);
      return call();
    });
  }

  /** Measures all methods, as a total per instance. Nested calls are not counted twice. */
  public watchAll(prototype: Methods): void {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name !== 'constructor' && typeof value === 'function') {
        this.replace(prototype, name, (instance, call) => {
          const lap = this.lapOf.get(instance) ?? this.laps.push(0) - 1;
          this.lapOf.set(instance, lap);
          return this.timed(lap, call);
        });
      }
    }
  }

  /** The median per call or per instance, which interruptions of the process do not affect. */
  public get each(): number {
    return [...this.laps].sort((a, b) => a - b)[this.laps.length >> 1];
  }

  private replace(prototype: Methods, name: string, around: (instance: object, call: () => unknown) => unknown): void {
    const method: (...args: unknown[]) => unknown = prototype[name];
    const runs = () => this.running;
    prototype[name] = function (this: object, ...args: unknown[]) {
      // A nested call is part of the measured time already, and reading the clock would add to it.
      return runs() ? method.apply(this, args) : around(this, () => method.apply(this, args));
    };
  }

  private timed(lap: number, call: () => unknown): unknown {
    this.running = true;
    const start = process.hrtime.bigint();
    try {
      return call();
    } finally {
      this.laps[lap] += Number(process.hrtime.bigint() - start) / 1000;
      this.running = false;
    }
  }
}
