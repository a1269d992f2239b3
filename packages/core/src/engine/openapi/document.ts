import { asArray, entriesOf, type JsonObject, member } from '../template/json';

/** Where a member of a document is written: a resource and a path in it. */
export interface Place {
  readonly logicalId: string;
  /** Such as `Properties/Body/paths/~1books/get`, or `paths.yaml#/~1books/get` in a file to which the document refers. */
  readonly property: string;
}

/** A file to which a document refers. */
export interface DocumentFile {
  /** Relative to the folder of the template. */
  readonly name: string;
  readonly content: unknown;
}

/** A value of a document, and where it is written. */
export interface DocumentValue {
  readonly value: unknown;
  /** A JSON pointer without the slash at its beginning, such as `paths/~1books/get`. */
  readonly path: string;
  /** @default - the document itself */
  readonly file?: DocumentFile;
}

/** What is known of a document that is imported. */
export interface DocumentSource {
  /** The logical ID of the API. */
  readonly api: string;
  /** The property of the API that contains the document, such as `Properties/Body`. */
  readonly property: string;
  /** Where an operation is written that is not part of the document's text, by its path in the document. */
  placeOf?(path: string): Place | undefined;
  /**
   * Reads a file to which a document refers.
   *
   * @param from the file that contains the reference; undefined for the document itself
   * @returns the file, or why it is not read; undefined if no file can be read
   * @default - no file is read
   */
  readFile?(location: string, from: DocumentFile | undefined): DocumentFile | string | undefined;
}

/** Why a reference leads to nothing. */
export interface BrokenReference {
  readonly at: DocumentValue;
  readonly reference: string;
  readonly reason: string;
  /** Whether a file is not read that may have what is missing. */
  readonly isUnread: boolean;
}

/** Reads an OpenAPI document, and follows the references in it. */
export class OpenApiDocument {
  /** Each reference that leads to nothing, by its place. */
  public readonly broken = new Map<string, BrokenReference>();
  /** The first reference to each other file, by the path or URL in the reference. */
  public readonly otherFiles = new Map<string, DocumentValue>();

  public constructor(
    private readonly content: JsonObject,
    private readonly source: DocumentSource,
  ) {}

  /** A member of the document, after its references are followed. */
  public at(...names: readonly string[]): DocumentValue {
    return names.reduce((current, name) => this.member(current, name), this.follow({ value: this.content, path: '' }));
  }

  /** A member of a value, after its references are followed. */
  public member(of: DocumentValue, name: string): DocumentValue {
    return this.follow(childOf(of, name));
  }

  /** The members of an object, before their references are followed. */
  public entries(of: DocumentValue): readonly (readonly [name: string, value: DocumentValue])[] {
    return entriesOf(of.value).map(([name]) => [name, childOf(of, name)] as const);
  }

  /** The items of a list, after their references are followed. */
  public items(of: DocumentValue): readonly DocumentValue[] {
    return asArray(of.value).map((_, index) => this.member(of, String(index)));
  }

  /** Follows `$ref`. A reference that leads to nothing has no value. */
  public follow(written: DocumentValue): DocumentValue {
    const seen = new Set<string>();
    let current = written;
    for (let reference = referenceIn(current); reference !== undefined; reference = referenceIn(current)) {
      const next = this.target(reference, current);
      const key = 'reason' in next ? '' : this.placeOf(next).property;
      if ('reason' in next || seen.has(key)) {
        const fault = 'reason' in next ? next : { reason: 'it leads back to itself', isUnread: false };
        this.broken.set(this.placeOf(current).property, { at: current, reference, ...fault });
        return { ...current, value: undefined };
      }
      seen.add(key);
      current = next;
    }
    return current;
  }

  /** Where a value is written. */
  public placeOf({ path, file }: DocumentValue): Place {
    const { api, property } = this.source;
    const inDocument = path === '' ? property : `${property}/${path}`;
    return { logicalId: api, property: file === undefined ? inDocument : `${file.name}#/${path}` };
  }

  private target(reference: string, from: DocumentValue): DocumentValue | Fault {
    const [location, pointer = ''] = reference.split('#', 2);
    const names = pointer.split('/').slice(1).map(decodeName);
    const file = location === '' ? from.file : this.readFile(location, from);
    if (typeof file === 'string') {
      return { reason: file, isUnread: true };
    }
    const value = descend(file === undefined ? this.content : file.content, names);
    return value === undefined
      ? { reason: `there is no ${pointer || 'content'} in ${file?.name ?? 'the document'}`, isUnread: false }
      : { value, path: names.map(encodeName).join('/'), file };
  }

  private readFile(location: string, from: DocumentValue): DocumentFile | string {
    const isUrl = /^[a-z][a-z0-9+.-]+:/i.test(location);
    if (!this.otherFiles.has(location)) {
      this.otherFiles.set(location, from);
    }
    return (isUrl ? undefined : this.source.readFile?.(location, from.file)) ?? 'it leads out of the document';
  }
}

type Fault = Pick<BrokenReference, 'reason' | 'isUnread'>;

/** A member of a value, before its references are followed. */
export function childOf({ value, path, file }: DocumentValue, name: string): DocumentValue {
  const inner = Array.isArray(value) ? asArray(value)[Number(name)] : member(value, name);
  const step = encodeName(name);
  return { value: inner, path: path === '' ? step : `${path}/${step}`, file };
}

function referenceIn({ value }: DocumentValue): string | undefined {
  const reference = member(value, '$ref');
  return typeof reference === 'string' ? reference : undefined;
}

function descend(content: unknown, names: readonly string[]): unknown {
  return names.reduce((value, name) => childOf({ value, path: '' }, name).value, content);
}

/** A name as a step of a JSON pointer. */
export function encodeName(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function decodeName(step: string): string {
  return decoded(step).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A step with `%` that encodes nothing stays as it is. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
