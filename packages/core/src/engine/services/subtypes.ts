import { APP_CONFIG } from './app-config';
import { EVENTBRIDGE } from './eventbridge';
import { KINESIS } from './kinesis';
import type { ServiceSubtype } from './service-subtype';
import { SQS } from './sqs';
import { STEP_FUNCTIONS } from './step-functions';

/**
 * The ten actions that an HTTP API can call. Their parameters are documented; no newer one was found in 2026.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export const SERVICE_SUBTYPES: readonly ServiceSubtype[] = [...EVENTBRIDGE, ...SQS, ...APP_CONFIG, ...KINESIS, ...STEP_FUNCTIONS];

const bySubtype = new Map(SERVICE_SUBTYPES.map((entry) => [entry.subtype, entry]));

/** The entry of that name, which is written in AWS's own capitals. */
export function serviceSubtype(subtype: string): ServiceSubtype | undefined {
  return bySubtype.get(subtype);
}
