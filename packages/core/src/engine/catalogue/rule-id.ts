/** The public id of a code, under which it is acknowledged: `@apigwv2-integrations/url-invalid` for `UrlInvalid`. */
export function ruleId(code: string): string {
  return `@apigwv2-integrations/${kebab(code)}`;
}

/** `UrlInvalid` as `url-invalid`. */
export function kebab(code: string): string {
  return code.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}
