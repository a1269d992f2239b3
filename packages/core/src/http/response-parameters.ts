import type { ResponseParameterMapping } from '../mapping/response-parameter-mapping';

/** CloudFormation's own shape, in its own capitals: the CDK does not convert it. */
export interface CfnResponseParameters {
  [status: string]: { ResponseParameters: { Source: string; Destination: string }[] };
}

/**
 * A response mapping as CloudFormation wants it. The flat map of the CLI and the console fails at deploy.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-integration-responseparameter.html
 */
export function cfnResponseParameters({ mappings }: ResponseParameterMapping): CfnResponseParameters | undefined {
  const statuses = Object.entries(mappings).map(([status, entries]) => [
    status,
    { ResponseParameters: Object.entries(entries).map(([Destination, Source]) => ({ Source, Destination })) },
  ]);
  return statuses.length === 0 ? undefined : Object.fromEntries(statuses);
}
