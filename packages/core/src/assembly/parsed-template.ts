/** A position in a text file. */
export interface TextPosition {
  /** The first line is 1. */
  readonly line: number;
  /** The first column is 1. */
  readonly column: number;
}

/** A key that a map of a template has more than once. The last value counts. */
export interface DuplicateKey {
  /** The path of the key in the document. */
  readonly path: readonly string[];
  readonly first: TextPosition;
  readonly position: TextPosition;
}

/** A template as a parser reads it. */
export interface ParsedTemplate {
  readonly body: unknown;
  /** Keys that their maps have more than once. @default none */
  readonly duplicateKeys?: readonly DuplicateKey[];
  /** Line and column of a member of the document, by its path. */
  position(path: readonly string[]): TextPosition | undefined;
}

/**
 * Parses the text of a template file that is not in a cloud assembly.
 *
 * @throws AssemblyError for text that it cannot parse
 */
export type TemplateParser = (text: string, file: string) => ParsedTemplate;
