import type { Field } from '../gateway/message';
import type { Caller, RoutedRequest } from '../gateway/routed-request';
import type { AuthorizerHandler } from './lambda/ask';

/** A refused caller. The reason is logged; the client does not see it. */
export interface Refusal {
  readonly kind: 'refused';
  readonly statusCode: 401 | 403 | 500;
  /** Headers in addition to those of every error, such as `www-authenticate`. */
  readonly headers: readonly Field[];
  readonly reason: string;
}

/** Refuses a request without additional headers. */
export function refuse(statusCode: Refusal['statusCode'], reason: string): Refusal {
  return { kind: 'refused', statusCode, headers: [], reason };
}

/** The compiled authorizer of a route. */
export interface Authorizer {
  authorize(routed: RoutedRequest): Caller | Refusal | Promise<Caller | Refusal>;
}

/** The outcome of an authorizer with the details that are logged. */
export interface Decision {
  readonly outcome: Caller | Refusal;
  /** The values of the identity sources. They are masked in the log. */
  readonly identity?: readonly string[];
  /** Whether the decision was cached. Undefined for authorizers without a cache. */
  readonly cached?: boolean;
}

/** An authorizer that explains its decisions. */
export interface DecisionMaker {
  decide(routed: RoutedRequest): Decision | Promise<Decision>;
}

/** Options of all authorizers. */
export interface AuthorizerOptions {
  /** Whether routes with IAM authorization accept every caller. @default false: they refuse every caller */
  readonly acceptIam?: boolean;
  /** Secret access keys by access key ID, with which IAM signatures are verified. @default none: every caller is refused */
  readonly iamKeys?: Readonly<Record<string, string>>;
  /** Whether JWTs are accepted without verifying their signature. @default false */
  readonly trustUnsignedTokens?: boolean;
  /** Files or URLs of key sets by name, construct path, logical id or issuer of a JWT authorizer. @default none */
  readonly jwks?: Readonly<Record<string, string>>;
  /** Functions that take the location of authorizers, by name, construct path or logical ID. @default none */
  readonly authorizers?: Readonly<Record<string, AuthorizerHandler>>;
}
