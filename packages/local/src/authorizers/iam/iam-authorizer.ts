import type { RoutedRequest } from '../../gateway/routed-request';
import { type AuthorizerOptions, type DecisionMaker, type Refusal, refuse } from '../authorizer';
import { checkSignature, type FindSecret, type SignedRequest } from './signature';

interface IamDecision {
  readonly outcome: { readonly kind: 'iam'; readonly accessKey?: string } | Refusal;
  /** The access key ID. */
  readonly identity?: readonly string[];
}

/**
 * IAM authorization: verifies signatures with the keys of the option `iamKeys`, or accepts every caller with `acceptIam`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function iamAuthorizer(options: AuthorizerOptions): DecisionMaker {
  return { decide: (routed) => checkIam(signedRequestOf(routed), options, routed.api.region) };
}

/** The decision about a request to an API in a region. */
export async function checkIam(
  request: SignedRequest,
  { acceptIam = false, iamKeys = {} }: AuthorizerOptions,
  region: string,
): Promise<IamDecision> {
  if (acceptIam) {
    return { outcome: { kind: 'iam' } };
  }
  if (Object.keys(iamKeys).length === 0) {
    const reason =
      'the route requires IAM authorization, and there is no key to verify signatures with: pass --iam-key <id>=<secret>, or --accept-iam to accept every caller';
    return { outcome: refuse(403, reason) };
  }
  const checked = await checkSignature(request, secretIn(iamKeys), region);
  return 'problem' in checked
    ? { outcome: refuse(403, checked.problem), identity: checked.accessKey === undefined ? undefined : [checked.accessKey] }
    : { outcome: { kind: 'iam', accessKey: checked.accessKey }, identity: [checked.accessKey] };
}

/** Finds secrets by access key ID. Long-term keys have no session token, and those of an option are accepted with any. */
export function secretIn(keys: Readonly<Record<string, string>>): FindSecret {
  return (accessKey) => (Object.hasOwn(keys, accessKey) ? keys[accessKey] : undefined);
}

/** The request as it was signed. */
export function signedRequestOf({ request, query }: RoutedRequest): SignedRequest {
  const { method, target, headers, body } = request;
  const end = target.indexOf('?');
  return { method, path: end < 0 ? target : target.slice(0, end), query, headers, body: () => body.read() };
}
