import { references, routeVariables } from '../path-variables';
import type { Problem } from '../problem';

const MAX_LENGTH = 2048;
const SCHEME_AND_HOST = /^https?:\/\/[^/?#\s]/i;
const IN_BRACES = /\{[^{}]*\}/g;

/** What the URL of a public HTTP integration must look like on any route. */
export function checkUrl(url: string): Problem[] {
  if (url.length > MAX_LENGTH) {
    return [
      {
        code: 'UrlTooLong',
        severity: 'error',
        value: url,
        message: `the URL has ${url.length} characters, and the service takes ${MAX_LENGTH} at most`,
        remedy: 'shorten it, for example by moving its query string to a parameter mapping',
      },
    ];
  }
  if (!SCHEME_AND_HOST.test(url)) {
    return [
      {
        code: 'UrlInvalid',
        severity: 'error',
        value: url,
        message: `${JSON.stringify(url)} is no absolute http:// or https:// URL`,
        remedy: 'pass scheme and host, such as https://api.example.com/items',
      },
    ];
  }
  const fault = faultOf(url);
  return fault === undefined
    ? []
    : [
        {
          code: 'UrlMalformed',
          severity: 'warning',
          value: url,
          message: `the URL ${JSON.stringify(url)} has ${fault.what}`,
          remedy: fault.remedy,
        },
      ];
}

function faultOf(url: string): { what: string; remedy: string } | undefined {
  if (/\s/.test(url)) {
    return { what: 'a blank or a line break in it', remedy: 'take it out, or write a blank that belongs there as %20' };
  }
  return /[{}]/.test(url.replace(IN_BRACES, ''))
    ? {
        what: 'a brace without its partner',
        remedy: 'write a variable as {name} or ${stageVariables.name}, and any other brace as %7B or %7D',
      }
    : undefined;
}

/**
 * Whether the route has each path variable that the URL names.
 *
 * @param path of the route, none for `$default`
 */
export function checkUrlVariables(url: string, path: string | undefined): Problem[] {
  const named = references(url);
  const known = named.length === 0 ? [] : routeVariables(path);
  return named
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: 'UrlVariableUnknown',
      severity: 'warning',
      value: url,
      message: `the URL names the path variable {${name}}, which the route ${path ?? '$default'} lacks`,
      remedy: remedyFor(name, known),
    }));
}

function remedyFor(name: string, known: string[]): string {
  const meant = known.find((candidate) => candidate.toLowerCase() === name.replace(/\+$/, '').toLowerCase());
  if (meant !== undefined) {
    return `write {${meant}}`;
  }
  return known.length > 0
    ? `use one that it has (${known.map((candidate) => `{${candidate}}`).join(', ')}), or add {${name}} to the route's path`
    : `add {${name}} to the route's path, or give this route an integration of its own`;
}
