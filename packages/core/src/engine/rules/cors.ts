import { defineRules, type Problem, problem } from '../problem';
import type { ApiGroup } from '../template/api';
import { at, type Finding } from '../template/finding';
import { asNumber, asText, type JsonObject, member } from '../template/json';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The CORS configuration of an HTTP API, and routes that answer its preflight requests. */
export const CORS_RULES = defineRules({
  CorsMaxAgeOutOfRange: {
    severity: 'error',
    summary: 'The maximum age of a CORS preflight response is not between -1 and 86,400 seconds.',
    source: AWS.modelApis,
    evidence: 'documented',
  },
  CorsCredentialsWithAnyOrigin: {
    severity: 'error',
    summary: 'CORS credentials are allowed for every origin, which the service and browsers reject.',
    source: AWS.corsCredentialsRefused,
    evidence: 'reported',
  },
  CorsOriginInvalid: {
    severity: 'warning',
    summary: 'A CORS origin has no scheme, has a path, or contains a wildcard other than *, http://* and https://*, so it never matches.',
    source: AWS.cors,
    evidence: 'derived',
  },
  CorsMethodInvalid: {
    severity: 'warning',
    summary: 'A CORS method is not an HTTP method in upper case, so it never matches.',
    source: AWS.cors,
    evidence: 'derived',
  },
  CorsHeaderInvalid: {
    severity: 'warning',
    summary: 'A CORS header is not a valid header name, so it never matches.',
    source: AWS.cors,
    evidence: 'derived',
  },
  CorsPreflightAuthorized: {
    severity: 'warning',
    summary:
      'A route of an API with CORS receives OPTIONS requests and requires authorization, but browsers send no credentials in preflight requests.',
    source: AWS.preflightUnauthorized,
    evidence: 'reported',
  },
});

const MAX_AGE = { min: -1, max: 86_400 };
const METHODS = ['*', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/(?:\*|[^/?#*\s]+)$/i;
const ANY_PATH = '/{proxy+}';
/** Stands for a greedy variable of any name. */
const GREEDY = '{+}';
const HEADER_NAME = /^(?:\*|[!#$%&'*+.^_`|~0-9A-Za-z-]+)$/;

/** Checks the CORS configuration of an API. */
export function checkCors(api: Resource): Finding[] {
  const cors = api.object('CorsConfiguration');
  return cors === undefined
    ? []
    : [
        ...at(api, 'CorsConfiguration/MaxAge', checkMaxAge(asNumber(member(cors, 'MaxAge')))),
        ...at(api, 'CorsConfiguration/AllowOrigins', checkOrigins(cors)),
        ...at(api, 'CorsConfiguration/AllowMethods', textsOf(cors, 'AllowMethods').flatMap(checkMethod)),
        ...at(api, 'CorsConfiguration/AllowHeaders', textsOf(cors, 'AllowHeaders').flatMap(checkHeader)),
        ...at(api, 'CorsConfiguration/ExposeHeaders', textsOf(cors, 'ExposeHeaders').flatMap(checkHeader)),
      ];
}

function checkMaxAge(maxAge: number | undefined): Problem[] {
  if (maxAge === undefined || (Number.isInteger(maxAge) && maxAge >= MAX_AGE.min && maxAge <= MAX_AGE.max)) {
    return [];
  }
  const message = `MaxAge is ${maxAge}, but the service accepts only ${MAX_AGE.min} to ${MAX_AGE.max} seconds`;
  const remedy = 'use a value in this range; -1 disables caching in browsers';
  return [problem(CORS_RULES.CorsMaxAgeOutOfRange, String(maxAge), message, remedy)];
}

function checkOrigins(cors: JsonObject): Problem[] {
  const origins = textsOf(cors, 'AllowOrigins');
  const problems = origins.flatMap(checkOrigin);
  if (asText(member(cors, 'AllowCredentials')) === 'true' && origins.includes('*')) {
    const message = `AllowCredentials is combined with the origin *: the service responds with "allow-credentials is not supported if 'allow-origin' is *"`;
    problems.push(problem(CORS_RULES.CorsCredentialsWithAnyOrigin, '*', message, 'list the origins, or remove AllowCredentials'));
  }
  return problems;
}

function checkOrigin(origin: string): Problem[] {
  if (origin === '*' || origin === 'null' || ORIGIN.test(origin)) {
    return [];
  }
  const report = (fault: string, remedy: string) => [
    problem(CORS_RULES.CorsOriginInvalid, origin, `the origin ${JSON.stringify(origin)} ${fault}`, remedy),
  ];
  if (!origin.includes('://')) {
    return report('has no scheme, but browsers send one', `write https://${origin.replace(/^\/+|\/.*$/g, '')}`);
  }
  return origin.includes('*')
    ? report('contains a wildcard, which is supported only as *, http://* or https://*', 'list each origin')
    : report(
        'has more than a scheme, host and port, but browsers send only these',
        `write ${origin.replace(/^(\w+:\/\/[^/?#\s]+).*$/s, '$1')}`,
      );
}

function checkMethod(method: string): Problem[] {
  if (METHODS.includes(method)) {
    return [];
  }
  const upper = method.trim().toUpperCase();
  const remedy = METHODS.includes(upper) ? `write ${upper}` : `use one of ${METHODS.join(', ')}`;
  return [problem(CORS_RULES.CorsMethodInvalid, method, `${JSON.stringify(method)} does not match any HTTP method`, remedy)];
}

function checkHeader(header: string): Problem[] {
  if (HEADER_NAME.test(header)) {
    return [];
  }
  const message = `${JSON.stringify(header)} is not a valid header name`;
  return [problem(CORS_RULES.CorsHeaderInvalid, header, message, 'list each name as a separate entry, without spaces or commas')];
}

const textsOf = (cors: JsonObject, property: string): string[] => {
  const list = member(cors, property);
  return (Array.isArray(list) ? list : []).flatMap((entry) => asText(entry) ?? []);
};

/** Finds routes that receive preflight requests and require authorization, unless another route takes those requests. */
export function checkPreflight({ api, protocol, routes }: ApiGroup): Finding[] {
  if (protocol !== 'HTTP' || api === undefined || api.raw('CorsConfiguration') === undefined) {
    return [];
  }
  const open = new Set<string>();
  for (const { resource, key = '' } of routes) {
    const path = requiresAuthorization(resource) ? undefined : optionsPath(key);
    if (path !== undefined) {
      open.add(path).add(path.replace(/\{[^{}]*\+\}$/, GREEDY));
    }
  }
  return routes.flatMap(({ resource, key = '' }) => {
    const path = requiresAuthorization(resource) ? optionsPath(key) : undefined;
    if (path === undefined || isCovered(path, open)) {
      return [];
    }
    const message = `${key} receives OPTIONS requests, including the preflight requests of browsers, which contain no credentials`;
    const remedy = `add a route "OPTIONS ${path}" without authorization, or list the methods of this route`;
    return at(resource, 'RouteKey', [problem(CORS_RULES.CorsPreflightAuthorized, key, message, remedy)]);
  });
}

function requiresAuthorization(route: Resource): boolean {
  return ['JWT', 'CUSTOM', 'AWS_IAM'].some((type) => type === route.text('AuthorizationType'));
}

/** The path on which a route takes OPTIONS requests, if it does. */
function optionsPath(key: string): string | undefined {
  return key === '$default' ? ANY_PATH : /^(?:ANY|OPTIONS) (\/.*)$/s.exec(key)?.[1];
}

/** Whether an open route takes the OPTIONS requests of a path, be it with the same path or with a greedy variable above it. */
function isCovered(path: string, open: ReadonlySet<string>): boolean {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    if (open.has(`${path.slice(0, slash + 1)}${GREEDY}`)) {
      return true;
    }
  }
  return open.has(path);
}
