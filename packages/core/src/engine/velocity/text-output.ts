import type { Budget } from './budget';

/** The output of a template. */
export class TextOutput {
  /** Whether a double-quoted string is being evaluated. */
  public inString = false;
  private printed: string[] = [];
  private length = 0;

  public constructor(private readonly budget: Budget) {}

  public get text(): string {
    return this.printed.join('');
  }

  public print(text: string): void {
    this.length += text.length;
    this.budget.limit(this.length);
    this.printed.push(this.budget.text(text));
  }

  /** Captures the output of an action separately. */
  public capture(render: () => void, inString = false): string {
    const { printed, length, inString: wasInString } = this;
    this.printed = [];
    this.length = 0;
    this.inString = inString;
    render();
    const { text } = this;
    this.printed = printed;
    this.length = length;
    this.inString = wasInString;
    return text;
  }
}
