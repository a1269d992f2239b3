/** Collects what is written within one turn of the event loop and writes it at once: a write is dear, a line is cheap. */
export class Batched {
  private text = '';

  public constructor(private readonly write: (text: string) => unknown) {}

  public add(text: string): void {
    if (this.text === '') {
      setImmediate(() => this.flush());
    }
    this.text += text;
  }

  public flush(): void {
    const { text } = this;
    this.text = '';
    if (text !== '') {
      this.write(text);
    }
  }
}
