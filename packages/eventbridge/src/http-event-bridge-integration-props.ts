import type { HttpServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { HttpIntegrationSubtype, IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { EventBusReference } from 'aws-cdk-lib/aws-events';

/**
 * Options of `HttpEventBridgeIntegration`.
 *
 * A variable that has no value in a request makes the call fail with status 400, in every parameter.
 */
export interface HttpEventBridgeIntegrationProps extends HttpServiceIntegrationOptions {
  /** The event bus, the app's own or imported: `bus.eventBusRef`. */
  readonly eventBusRef: EventBusReference;

  /**
   * What is done with the bus: one of the subtypes that begin with `EVENTBRIDGE_`. Error: `SubtypeOfOtherService`.
   *
   * @default HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS
   */
  readonly subtype?: HttpIntegrationSubtype;

  /**
   * The event itself, a JSON object. `MappingValue.wholeRequestBody()` takes the body as it came, such as a
   * webhook's.
   *
   * @default - the field `Detail` of the JSON body
   */
  readonly detail?: IMappingValue;

  /**
   * The kind of event, which rules match.
   *
   * @default - the field `DetailType` of the JSON body
   */
  readonly detailType?: IMappingValue;

  /**
   * Who sends the event, which rules match. A fixed text keeps clients from sending events in the name of others:
   * `MappingValue.text('shop')`.
   *
   * @default - the field `Source` of the JSON body
   */
  readonly source?: IMappingValue;

  /**
   * When the event happened.
   *
   * @default - when EventBridge gets it
   */
  readonly time?: IMappingValue;

  /**
   * What the event is about: a JSON array of ARNs.
   *
   * @default - nothing
   */
  readonly resources?: IMappingValue;

  /**
   * The X-Ray trace header of the event.
   *
   * @default - none
   */
  readonly traceHeader?: IMappingValue;
}
