/** The API that an ARN names. */
export interface ApiInArn {
  readonly id: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * The ARN that API Gateway authorizes.
 *
 * @param resource such as `dev/GET/books`, or `dev/$connect` for a WebSocket API
 */
export function executeApiArn({ id, region, accountId }: ApiInArn, resource: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:execute-api:${region}:${accountId}:${id}/${resource}`;
}
