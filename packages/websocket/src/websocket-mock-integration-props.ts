import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';

/** Options of `WebSocketMockIntegration`. */
export interface WebSocketMockIntegrationProps extends WebSocketNonProxyIntegrationOptions {}
