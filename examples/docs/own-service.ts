import {
  HttpServiceIntegrationBase,
  type HttpServiceIntegrationOptions,
  type HttpServiceTarget,
  MappingValue,
  ParameterMapping,
} from '@apigwv2-integrations/core';
import { HttpIntegrationSubtype } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';

/** Publishes events of the shop, with a fixed source and detail type. */
export class HttpShopEventIntegration extends HttpServiceIntegrationBase {
  public constructor(
    id: string,
    private readonly bus: IEventBus,
    private readonly kind: string,
    options: HttpServiceIntegrationOptions = {},
  ) {
    super(id, options);
  }

  protected bindService(): HttpServiceTarget {
    return {
      subtype: HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS,
      resourceArns: [this.bus.eventBusArn],
      region: this.bus.env.region,
      resourceParameters: ParameterMapping.of({ EventBusName: MappingValue.text(this.bus.eventBusName) }),
      defaultParameters: ParameterMapping.of({ Detail: MappingValue.wholeRequestBody() }),
      parameters: ParameterMapping.of({ Source: MappingValue.text('shop'), DetailType: MappingValue.text(this.kind) }),
    };
  }
}
