import type { Step } from '@apigwv2-integrations/core/engine';
import { isHeaderValue } from '../../gateway/header';
import type { Field } from '../../gateway/message';

/** A mapping gave a header a value with control characters, which could start another header. */
export class UnsendableHeader extends Error {
  public constructor(name: string) {
    super(`the mapping gives the header ${name} a value with a line break or another control character, which no header can hold`);
    this.name = 'UnsendableHeader';
  }
}

/** Compiles a check of the header values that a mapping writes. Values of other headers have passed the HTTP parser. */
export function compileHeaderCheck(steps: readonly Step[]): (headers: readonly Field[]) => void {
  const written = new Set(
    steps.filter(({ location, action }) => location === 'header' && action !== 'remove').map(({ name }) => name.toLowerCase()),
  );
  if (written.size === 0) {
    return () => undefined;
  }
  return (headers) => {
    for (const [name, value] of headers) {
      if (!isHeaderValue(value) && written.has(name.toLowerCase())) {
        throw new UnsendableHeader(name);
      }
    }
  };
}
