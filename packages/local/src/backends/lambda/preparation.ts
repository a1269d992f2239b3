import { UserError } from '../../user-error';

/** Those who wait until a function's code is loaded. */
export class Preparation {
  private waiting: ((reason?: string) => void)[] = [];

  /** @throws UserError with the reason why the code does not load */
  public wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push((reason) => (reason === undefined ? resolve() : reject(new UserError(reason))));
    });
  }

  /** @param reason why it is not loaded */
  public over(reason?: string): void {
    const { waiting } = this;
    this.waiting = [];
    for (const tell of waiting) {
      tell(reason);
    }
  }
}
