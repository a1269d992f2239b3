import { HttpServiceIntegrationBase, type HttpServiceTarget, MappingValue, ParameterMapping } from '@apigwv2-integrations/core';
import { HttpIntegrationSubtype, type HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { HttpEventBridgeIntegrationProps } from './http-event-bridge-integration-props';
import { regionOf } from './region-of';

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
