import type { WebSocketIntegrationOptions } from '@apigwv2-integrations/core';

/** Options of `WebSocketLambdaIntegration`. */
export interface WebSocketLambdaIntegrationProps extends WebSocketIntegrationOptions {}
