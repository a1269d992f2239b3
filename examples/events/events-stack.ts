import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { Backends } from './backends';
import { type EventsIntegrations, eventsIntegrations } from './events-integrations';

export interface EventsStackProps extends StackProps {
  /**
   * Creates the integrations.
   *
   * @default eventsIntegrations
   */
  readonly integrations?: (backends: Backends) => EventsIntegrations;
}

/** A shop that accepts orders, events and clicks, and computes prices, without a function in between. */
export class EventsStack extends Stack {
  public constructor(scope: Construct, id: string, { integrations = eventsIntegrations, ...props }: EventsStackProps = {}) {
    super(scope, id, props);

    const api = new HttpApi(this, 'EventsApi');
    for (const [path, integration] of Object.entries(integrations(new Backends(this, 'Backends')))) {
      api.addRoutes({ path, methods: [HttpMethod.POST], integration });
    }

    new CfnOutput(this, 'Url', { value: api.apiEndpoint });
  }
}
