/** A value as it may be written in a file of overrides. */
export type OverrideValue = string | number | boolean;

/**
 * What takes the place of values that only a deployment knows; the content of a file of overrides.
 *
 * ```json
 * {
 *   "values": { "Books/Table": "books-local", "Books/Table.StreamArn": "arn:...", "StageParameter": "dev" },
 *   "environment": {
 *     "*": { "LOG_LEVEL": "debug" },
 *     "Books/List": { "TABLE_NAME": "books-local", "FEATURE": null }
 *   }
 * }
 * ```
 */
export interface Overrides {
  /**
   * By what it is the value of: logical id or construct path of a resource (what its `Ref` gives), either of them with an
   * attribute (`Table.Arn`), a parameter, a pseudo parameter, the name of an export that another app makes, the name of a
   * parameter of Systems Manager, a dynamic reference (`{{resolve:...}}`).
   *
   * @default none
   */
  readonly values?: Readonly<Record<string, OverrideValue>>;
  /**
   * Variables by function, which is named by its logical id, construct path or function name; `*` stands for all functions.
   * A function's own entry wins over that for all. `null` takes a variable away.
   *
   * @default none
   */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, OverrideValue | null>>>>;
}
