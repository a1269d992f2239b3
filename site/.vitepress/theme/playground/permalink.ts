import { isMode, type PlaygroundState } from './modes';

/** The version of the format, with which every fragment of the playground begins. */
const PREFIX = '#v1.';
const MAX_FRAGMENT_CHARACTERS = 32_768;
/** Of the state after decompression, so that a small fragment cannot fill the memory. */
const MAX_STATE_BYTES = 262_144;

/** A fragment that contains no state of the playground. */
export interface RefusedFragment {
  readonly refused: string;
}

/** Whether a fragment claims to contain a state, in contrast to the name of a heading. */
export function isPermalink(fragment: string): boolean {
  return /^#v\d+\./.test(fragment);
}

/**
 * The fragment of a URL that contains a state: JSON, compressed and in base64url.
 *
 * @returns undefined for a state that is too long for a link
 */
export async function toFragment({ mode, source, sample }: PlaygroundState): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify({ mode, source, sample }));
  if (bytes.length > MAX_STATE_BYTES) {
    return undefined;
  }
  const compressed = await read(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw')), Number.POSITIVE_INFINITY);
  const fragment = PREFIX + toBase64Url(compressed as Uint8Array);
  return fragment.length > MAX_FRAGMENT_CHARACTERS ? undefined : fragment;
}

/** The state in the fragment of a URL. Anyone can write a link: whatever is not a state is refused, and says why. */
export async function fromFragment(fragment: string): Promise<PlaygroundState | RefusedFragment> {
  if (!fragment.startsWith(PREFIX)) {
    return { refused: 'it was made by another version of this page' };
  }
  if (fragment.length > MAX_FRAGMENT_CHARACTERS) {
    return { refused: `it has more than ${MAX_FRAGMENT_CHARACTERS} characters` };
  }
  const encoded = fragment.slice(PREFIX.length);
  if (!/^[\w-]+$/.test(encoded)) {
    return { refused: 'it contains characters that are not base64url' };
  }
  try {
    const stream = new Blob([fromBase64Url(encoded)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const bytes = await read(stream, MAX_STATE_BYTES);
    if (bytes === undefined) {
      return { refused: `its content has more than ${MAX_STATE_BYTES} bytes` };
    }
    return stateOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return { refused: 'it is damaged' };
  }
}

function stateOf(value: unknown): PlaygroundState | RefusedFragment {
  const { mode, source, sample } = Object(value) as Partial<Record<string, unknown>>;
  return isMode(mode) && typeof source === 'string' && typeof sample === 'string' ? { mode, source, sample } : { refused: 'it is damaged' };
}

/** All bytes of a stream; undefined if there are more than the limit. */
async function read(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
