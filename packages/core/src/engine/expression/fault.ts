/** What is wrong with how an expression is written. */
export interface SyntaxFault {
  readonly kind:
    | 'unclosed'
    | 'dollar-in-braces'
    | 'name-missing'
    | 'json-path'
    | 'json-path-doubtful'
    | 'json-path-recursive'
    | 'json-path-filter';
  readonly start: number;
  readonly end: number;
}
