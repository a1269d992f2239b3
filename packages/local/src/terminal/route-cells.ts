import type { Target } from '../definitions/target';
import type { Integration, PermissionStatus, Route } from '../definitions/view/view';
import { type Line, type Span, type Style, span } from './line';
import { line } from './table';

const METHOD_STYLES: ReadonlyMap<string, Style> = new Map([
  ['GET', 'green'],
  ['HEAD', 'green'],
  ['POST', 'yellow'],
  ['PUT', 'yellow'],
  ['PATCH', 'yellow'],
  ['DELETE', 'red'],
  ['OPTIONS', 'cyan'],
  ['ANY', 'magenta'],
]);

const STATUS_STYLES: Readonly<Record<PermissionStatus, Style>> = {
  allowed: 'green',
  partial: 'yellow',
  missing: 'red',
  unknown: 'yellow',
  role: 'dim',
  none: 'dim',
};

/** `GET /books/{id}` or `$connect`, with a mark for a WebSocket route that returns a response. */
export function keyLine(route: Route): Line {
  return [...methodSpans(route.key), ...(route.returnsResponse ? [span(' '), span('(answers)', 'dim')] : [])];
}

/** A route key with its method coloured. */
export function methodSpans(key: string): Line {
  const [, method, path] = /^([A-Z]+) (.*)$/s.exec(key) ?? [];
  return method === undefined || path === undefined
    ? [span(key, 'bold')]
    : [span(method, METHOD_STYLES.get(method)), span(' '), span(path, 'bold')];
}

/** `ListBooks AWS_PROXY`, or the reason that there is no integration. */
export function integrationLine(route: Route): Line {
  const { integration } = route;
  return integration === undefined ? [span(route.problem ?? '-', 'red')] : line(span(integration.name), ' ', span(integration.type, 'dim'));
}

/** The target: a function, a URL, a listener or service behind a VPC link, or an action of an AWS service. */
export function targetLine(target: Target | undefined): Line {
  switch (target?.kind) {
    case undefined:
      return [dash()];
    case 'lambda':
      return line(span(target.name, 'cyan'), ...(target.inAssembly ? [] : [' ', span('(imported)', 'dim')]));
    case 'url':
      return line(span(target.url, 'cyan'), ...methodOf(target.method));
    case 'private':
      return line(span(PRIVATE[target.service], 'dim'), span(target.name, 'cyan'), ' ', span(`through ${target.through}`, 'dim'));
    case 'service':
      return target.resource === undefined
        ? [target.name === '' ? dash() : span(target.name, 'cyan')]
        : line(span(target.name, 'dim'), ' ', span(target.resource, 'cyan'));
    case 'mock':
      return line('mock response');
    case 'unknown':
      return [target.name === '' ? dash() : span(target.name, 'cyan')];
  }
}

const PRIVATE = { listener: 'listener ', 'cloud-map': 'Cloud Map ', unknown: '' } as const;

function methodOf(method: string | undefined): readonly (Span | string)[] {
  return method === undefined || method === 'ANY' ? [] : [' ', span(`as ${method}`, 'dim')];
}

/** The authorization of a route. */
export function authorizationLine({ authorization: { type, authorizer, scopes } }: Route): Line {
  if (type === 'NONE') {
    return [dash()];
  }
  return line([type, authorizer, scopes.length === 0 ? undefined : `(${scopes.join(' ')})`].filter(Boolean).join(' '));
}

/** Request mappings, response mappings and request templates, one for each line. */
export function mappingLines(integration: Integration | undefined): readonly Line[] {
  if (integration === undefined) {
    return [];
  }
  const arrow = span(' <- ', 'dim');
  return [
    ...integration.requestMappings.map(({ destination, source }) =>
      destination.startsWith('remove:') ? line(destination) : [span(destination), arrow, span(source)],
    ),
    ...integration.responseMappings.map(({ statusCode, destination, source }) => [
      span(`on ${statusCode} `, 'dim'),
      span(destination),
      ...(destination.startsWith('remove:') ? [] : [arrow, span(source)]),
    ]),
    ...integration.requestTemplates.map((key) => line(span('template ', 'dim'), key)),
  ];
}

/** The permission of the gateway to call the function. */
export function permissionLine({ permission }: Route): Line {
  return [span(permission.summary, permissionStyle(permission.status))];
}

/** The style of a permission; none for a status that is not known. */
export function permissionStyle(status: PermissionStatus | undefined): Style | undefined {
  return status && STATUS_STYLES[status];
}

/** Shown in place of an absent value. */
export function dash(): Span {
  return span('-', 'dim');
}
