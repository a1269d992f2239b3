/** The functions of Node.js's `Buffer` that the engine uses, for browsers, which lack it. */
export const browserBuffer = {
  byteLength: (text: string): number => new TextEncoder().encode(text).length,
  from: bytesOf,
};

export function provideBuffer(): void {
  const global = globalThis as { Buffer?: unknown };
  global.Buffer ??= browserBuffer;
}

type Encoding = 'utf8' | 'hex' | 'base64';

function bytesOf(text: string, encoding: Encoding): { toString(encoding: 'utf8' | 'base64'): string } {
  const bytes = decode(text, encoding);
  return {
    toString: (as) => (as === 'utf8' ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : btoa(binary(bytes))),
  };
}

function decode(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case 'utf8':
      return new TextEncoder().encode(text);
    case 'hex':
      return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    case 'base64':
      return fromBase64(text);
  }
}

/** As lenient as Node.js: other characters are skipped, padding ends the text, and the URL alphabet is accepted. */
function fromBase64(text: string): Uint8Array {
  const digits = (text.split('=')[0] ?? '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z\d+/]/g, '');
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}

function binary(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += String.fromCharCode(byte);
  }
  return text;
}
