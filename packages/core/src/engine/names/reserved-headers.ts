const NAMES = new Set([
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-location',
  'forwarded',
  'keep-alive',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  // The guide lists Trailers, but the standard header is Trailer.
  'trailer',
  'trailers',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
]);

const FAMILIES = ['access-control-', 'apigw-', 'x-amz-', 'x-amzn-'];

/**
 * Whether the service keeps a header to itself, so that no mapping may write it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return NAMES.has(lower) || FAMILIES.some((family) => lower.startsWith(family));
}
