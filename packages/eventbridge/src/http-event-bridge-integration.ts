import {
  HttpServiceIntegrationBase,
  type HttpServiceIntegrationOptions,
  type HttpServiceTarget,
  MappingValue,
  ParameterMapping,
} from '@apigwv2-integrations/core';
import { Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { HttpIntegrationSubtype, type HttpRouteIntegrationBindOptions, type IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
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

/**
 * Puts an event on an EventBridge bus from an HTTP API route, without a function in between.
 *
 * The client receives the response of the service, whose status is 200 even if the event was rejected.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html#EventBridge-PutEvents
 */
export class HttpEventBridgeIntegration extends HttpServiceIntegrationBase {
  private readonly props: HttpEventBridgeIntegrationProps;

  /**
   * @param id The construct ID of the integration.
   * @param props The bus and the options.
   */
  public constructor(id: string, props: HttpEventBridgeIntegrationProps) {
    super(id, props);
    this.props = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { eventBusRef: this.props?.eventBusRef };
  }

  protected bindService(_options: HttpRouteIntegrationBindOptions): HttpServiceTarget {
    const { eventBusRef, subtype = HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS } = this.props;
    return {
      subtype,
      service: 'EventBridge',
      resourceArns: [eventBusRef.eventBusArn],
      resourceParameters: ParameterMapping.of({ EventBusName: MappingValue.custom(eventBusRef.eventBusName) }),
      defaultParameters: ParameterMapping.of({
        Detail: MappingValue.requestBody('Detail'),
        DetailType: MappingValue.requestBody('DetailType'),
        Source: MappingValue.requestBody('Source'),
      }),
      parameters: this.parameters(),
      region: regionOf(eventBusRef.eventBusArn),
      statementId: 'AllowEventBridgePutEvents',
    };
  }

  private parameters(): ParameterMapping {
    const { detail, detailType, source, time, resources, traceHeader } = this.props;
    return ParameterMapping.of({
      ...(detail && { Detail: detail }),
      ...(detailType && { DetailType: detailType }),
      ...(source && { Source: source }),
      ...(time && { Time: time }),
      ...(resources && { Resources: resources }),
      ...(traceHeader && { TraceHeader: traceHeader }),
    });
  }
}

/** The region in an ARN, or that of the stack if the ARN refers to a resource of the app; a token if it is unknown. */
function regionOf(arn: string): string | undefined {
  const parts = Tokenization.reverseString(arn);
  const token = parts.length === 1 ? parts.firstToken : undefined;
  return Reference.isReference(token) ? Stack.of(token.target).region : arn.split(':')[3] || undefined;
}
