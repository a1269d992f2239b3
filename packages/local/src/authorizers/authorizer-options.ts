/** What the person at the keyboard said about callers. */
export interface AuthorizerOptions {
  /** Whether routes with IAM authorization let everybody in. @default false: nobody */
  readonly acceptIam?: boolean;
  /** Whether tokens are believed without a look at their signature. @default false */
  readonly trustUnsignedTokens?: boolean;
  /** Files or URLs of key sets, by the name, construct path, logical id or issuer of a JWT authorizer. @default none */
  readonly jwks?: Readonly<Record<string, string>>;
}
