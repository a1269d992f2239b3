import type { HttpServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { HttpIntegrationSubtype, IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { EventBusReference } from 'aws-cdk-lib/aws-events';

/**
 * Options of `HttpEventBridgeIntegration`.
 *
 * If a variable in any parameter has no value, the request fails with status 400.
 */
export interface HttpEventBridgeIntegrationProps extends HttpServiceIntegrationOptions {
  /** The event bus, defined in the app or imported: `bus.eventBusRef`. */
  readonly eventBusRef: EventBusReference;

  /**
   * The action on the bus: one of the subtypes that begin with `EVENTBRIDGE_`. Error: `SubtypeOfOtherService`.
   *
   * @default HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS
   */
  readonly subtype?: HttpIntegrationSubtype;

  /**
   * The event detail, a JSON object. `MappingValue.wholeRequestBody()` uses the request body unchanged, for example for
   * a webhook.
   *
   * @default - the field `Detail` of the JSON body
   */
  readonly detail?: IMappingValue;

  /**
   * The type of the event, which rules can match.
   *
   * @default - the field `DetailType` of the JSON body
   */
  readonly detailType?: IMappingValue;

  /**
   * The source of the event, which rules can match. Use a fixed text, such as `MappingValue.text('shop')`, so that
   * clients cannot send events under another name.
   *
   * @default - the field `Source` of the JSON body
   */
  readonly source?: IMappingValue;

  /**
   * The time of the event.
   *
   * @default - the time when EventBridge receives the event
   */
  readonly time?: IMappingValue;

  /**
   * The resources that the event concerns: a JSON array of ARNs.
   *
   * @default - none
   */
  readonly resources?: IMappingValue;

  /**
   * The X-Ray trace header of the event.
   *
   * @default - none
   */
  readonly traceHeader?: IMappingValue;
}
