/** A value in an override file. */
export type OverrideValue = string | number | boolean;

/**
 * Overrides for deploy-time values and for environment variables; the content of an override file.
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
   * Values by name: the logical ID or construct path of a resource (its `Ref`), either of them with an attribute
   * (`Table.Arn`), a parameter, a pseudo parameter, an export of another app, a Systems Manager parameter, or a dynamic
   * reference (`{{resolve:...}}`).
   *
   * @default none
   */
  readonly values?: Readonly<Record<string, OverrideValue>>;
  /**
   * Environment variables by the logical ID, construct path or name of a function; `*` applies to all functions. The entry
   * of a function takes precedence over `*`. `null` removes a variable.
   *
   * @default none
   */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, OverrideValue | null>>>>;
}
