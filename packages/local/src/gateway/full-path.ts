import { decodePath } from '../http-api/routing/decode';
import { splitTarget } from '../http-api/routing/target';
import type { RoutedRequest } from './routed-request';

/** The decoded path as the client called it: with the stage, if the stage was in it. */
export function fullPath(routed: RoutedRequest): string {
  return routed.stage.name === '$default' ? routed.path : decodePath(fullRawPath(routed));
}

/** The path as the client sent it, nothing decoded. */
export function fullRawPath({ request }: RoutedRequest): string {
  return splitTarget(request.target).rawPath;
}
