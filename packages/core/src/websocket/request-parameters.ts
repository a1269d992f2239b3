import type { IntegrationProblem } from '../problems/integration-problem';
import type { WebSocketParameterMapping } from './websocket-parameter-mapping';

type Parameters = { [destination: string]: string };

/**
 * The backend's own request parameters and the user's. Where there is but one of the two, it is that very
 * object: the CDK keeps it, and so what is added to it later.
 */
export function mergedParameters(own: Parameters | undefined, mapping: WebSocketParameterMapping | undefined): Parameters | undefined {
  return own === undefined || mapping === undefined ? (own ?? mapping?.mappings) : { ...own, ...mapping.mappings };
}

/** Destinations that both write, each from another source. */
export function clashes(own: Parameters = {}, mapping: WebSocketParameterMapping | undefined): IntegrationProblem[] {
  return Object.entries(mapping?.mappings ?? {})
    .filter(([destination, source]) => Object.hasOwn(own, destination) && own[destination] !== source)
    .map(([destination, source]) => ({
      code: 'MappingClash',
      value: source,
      message: `parameterMapping sets ${destination} to ${source}, and requestParameters to ${own[destination]}`,
      remedy: 'set it in one of the two',
    }));
}
