/** Checks that run one after the other, each told with its time; for what is too big for a unit test. */
export class Attempts {
  private passed = 0;
  private failed = 0;

  /** @returns what the check returns, or undefined if it failed */
  public async run<T>(name: string, check: () => T | Promise<T>, done = 'passed'): Promise<T | undefined> {
    const started = Date.now();
    const told = (result: string) => `${result.padEnd(7)} ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`;
    try {
      const value = await check();
      this.passed += done === 'passed' ? 1 : 0;
      console.log(told(done));
      return value;
    } catch (error) {
      this.failed += 1;
      console.log(`${told('failed')}\n${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Makes what the checks need, which is no check itself unless it fails. */
  public prepare<T>(name: string, make: () => T | Promise<T>): Promise<T | undefined> {
    return this.run(name, make, 'ready');
  }

  /** Ends with the counts. A run without any check has failed, too. */
  public finish(): void {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed > 0 || this.passed === 0 ? 1 : 0;
  }
}
