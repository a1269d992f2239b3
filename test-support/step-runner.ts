/** Runs the steps of a test command in sequence and reports the result and duration of each. */
export class StepRunner {
  private passed = 0;
  private failed = 0;

  /** @returns the result of the step, or undefined if it failed */
  public async run<T>(name: string, step: () => T | Promise<T>, label = 'passed'): Promise<T | undefined> {
    const started = Date.now();
    const line = (result: string) => `${result.padEnd(7)} ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`;
    try {
      const value = await step();
      this.passed += label === 'passed' ? 1 : 0;
      console.log(line(label));
      return value;
    } catch (error) {
      this.failed += 1;
      console.log(`${line('failed')}\n${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Runs a preparation, which counts only if it fails. */
  public prepare<T>(name: string, step: () => T | Promise<T>): Promise<T | undefined> {
    return this.run(name, step, 'ready');
  }

  /** Prints the counts and sets the exit code. A run without any step that passed has failed. */
  public finish(): void {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed > 0 || this.passed === 0 ? 1 : 0;
  }
}
