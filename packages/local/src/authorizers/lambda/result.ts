import { isObject, type Policy, parsePolicy } from './policy';

/** The largest result of an authorizer, in bytes. */
export const MAX_RESULT_BYTES = 8 * 1024;

/** The context that an authorizer returned. */
export type AuthorizerContext = Readonly<Record<string, unknown>>;

/** A valid result of an authorizer. */
export type AuthorizerResult =
  | { readonly kind: 'simple'; readonly isAuthorized: boolean; readonly context?: AuthorizerContext }
  | { readonly kind: 'policy'; readonly policy: Policy; readonly principalId: string; readonly context?: AuthorizerContext };

/** A result that the service does not accept. */
export interface InvalidResult {
  readonly kind: 'invalid';
  readonly reason: string;
}

/** The form of the results that an authorizer may return. */
export type ResultForm = 'simple' | 'policy' | 'any';

/** Parses the result of an authorizer, as JSON. */
export function parseResult(json: string, form: ResultForm): AuthorizerResult | InvalidResult {
  if (Buffer.byteLength(json) > MAX_RESULT_BYTES) {
    return invalid(`the result has ${Buffer.byteLength(json)} bytes; the maximum is ${MAX_RESULT_BYTES}`);
  }
  const result = parse(json);
  if (!isObject(result)) {
    return invalid(`the result is ${json.slice(0, 100)}, which must be an object`);
  }
  const context = readContext(result.context);
  if (context === 'invalid') {
    return invalid('context must be an object');
  }
  const isSimple = form === 'simple' || (form === 'any' && Object.hasOwn(result, 'isAuthorized'));
  return isSimple ? simpleResult(result, context) : policyResult(result, context);
}

function simpleResult({ isAuthorized }: AuthorizerContext, context: AuthorizerContext | undefined): AuthorizerResult | InvalidResult {
  return typeof isAuthorized === 'boolean'
    ? { kind: 'simple', isAuthorized, context }
    : invalid(`isAuthorized is ${JSON.stringify(isAuthorized)}; a simple response needs true or false`);
}

function policyResult(result: AuthorizerContext, context: AuthorizerContext | undefined): AuthorizerResult | InvalidResult {
  const { principalId, policyDocument } = result;
  if (policyDocument === undefined) {
    const hint = Object.hasOwn(result, 'isAuthorized') ? '; for isAuthorized, enable simple responses with payload format 2.0' : '';
    return invalid(`the result has no policyDocument${hint}`);
  }
  if (typeof principalId !== 'string' || principalId === '') {
    return invalid('the result has no principalId, which must be a string');
  }
  const policy = parsePolicy(policyDocument);
  return typeof policy === 'string' ? invalid(policy) : { kind: 'policy', policy, principalId, context };
}

/** `claims` is reserved, because events have that name for the claims of a JWT authorizer. */
function readContext(context: unknown): AuthorizerContext | undefined | 'invalid' {
  if (context === undefined || context === null) {
    return undefined;
  }
  return isObject(context) ? Object.fromEntries(Object.entries(context).filter(([name]) => name !== 'claims')) : 'invalid';
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function invalid(reason: string): InvalidResult {
  return { kind: 'invalid', reason };
}
