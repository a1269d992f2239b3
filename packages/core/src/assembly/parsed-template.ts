/** A position in a text file. */
export interface TextPosition {
  /** The first line is 1. */
  readonly line: number;
  /** The first column is 1. */
  readonly column: number;
}

/** A template as a parser reads it. */
export interface ParsedTemplate {
  readonly body: unknown;
  /** What is doubtful in its text, with line and column. @default nothing */
  readonly warnings?: readonly string[];
  /** Line and column of a member of the document, by its path. */
  position(path: readonly string[]): TextPosition | undefined;
}

/**
 * Parses the text of a template file that is not in a cloud assembly.
 *
 * @throws AssemblyError for text that it cannot parse
 */
export type TemplateParser = (text: string, file: string) => ParsedTemplate;
