import type { Protocol } from '../api';
import { checkDescription, checkTimeout, HTTP_TIMEOUT, WEBSOCKET_TIMEOUT } from '../engine';
import { at, type Finding } from '../finding';
import type { Resource } from '../resource';

/** How long the backend may take, which differs by protocol; of an unknown one, the longer time. */
export function checkIntegrationTimeout(resource: Resource, protocol: Protocol | undefined): Finding[] {
  const timeout = resource.number('TimeoutInMillis');
  const range = protocol === 'WEBSOCKET' ? WEBSOCKET_TIMEOUT : HTTP_TIMEOUT;
  return timeout === undefined ? [] : at(resource, 'TimeoutInMillis', checkTimeout(timeout, range));
}

/** The description of whatever has one. */
export function checkResourceDescription(resource: Resource): Finding[] {
  const description = resource.text('Description');
  return description === undefined ? [] : at(resource, 'Description', checkDescription(description));
}
