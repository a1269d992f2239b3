/** There is nothing to call: the message names what is missing or broken. */
export class Unloadable extends Error {
  public constructor(reason: string) {
    super(reason);
    this.name = 'Unloadable';
  }
}
