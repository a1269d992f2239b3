import { asText, member } from '../template/json';
import type { DocumentValue, OpenApiDocument } from './document';

const VARIABLE = 'basePath';

/** The base path of a document, and where it is written. */
export interface BasePath {
  /** Such as `/v1/books`. */
  readonly text: string;
  readonly at: DocumentValue;
}

/**
 * The base paths that the servers of a document have, the one that API Gateway uses first: the variable `basePath`, else the
 * path of the URL.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
 */
export function basePathsOf(document: OpenApiDocument): readonly BasePath[] {
  const servers = document.items(document.at('servers'));
  const variables = servers.flatMap((server) => {
    const at = document.member(document.member(document.member(server, 'variables'), VARIABLE), 'default');
    const value = asText(at.value);
    return value === undefined ? [] : [{ text: normalized(value), at }];
  });
  const found = variables.length > 0 ? variables : servers.flatMap((server) => pathOfUrl(server, document));
  return found.filter(({ text }) => text !== '');
}

function pathOfUrl(server: DocumentValue, document: OpenApiDocument): readonly BasePath[] {
  const at = document.member(server, 'url');
  const url = asText(at.value);
  if (url === undefined) {
    return [];
  }
  const filled = url.replace(
    /\{([^{}]*)\}/g,
    (written, name: string) => asText(member(server.value, 'variables', name, 'default')) ?? written,
  );
  return [{ text: normalized(filled.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, '').replace(/[?#].*$/, '')), at }];
}

function normalized(path: string): string {
  const steps = path.split('/').filter((step) => step !== '');
  return steps.map((step) => `/${step}`).join('');
}

/** How the import interprets the base path. */
export const BASE_PATH_MODES = ['ignore', 'prepend', 'split'];

/**
 * The path with which the paths of all routes begin.
 *
 * @param mode `split` leaves out the first step, which stands for the stage
 */
export function routePrefix(basePath: string | undefined, mode: string | undefined): string {
  switch (mode) {
    case 'prepend':
      return basePath ?? '';
    case 'split':
      return basePath?.replace(/^\/[^/]*/, '') ?? '';
    default:
      return '';
  }
}
