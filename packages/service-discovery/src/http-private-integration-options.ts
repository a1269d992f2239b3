import type * as core from '@apigwv2-integrations/core';

/**
 * Options of every private HTTP API integration.
 *
 * The CDK's module exports this interface, too, so that only the import changes in code that uses it.
 */
export interface HttpPrivateIntegrationOptions extends core.HttpPrivateIntegrationOptions {}
