import { defineRules, type Problem, problem, type Rule } from '../problem';
import { at, type Finding } from '../template/finding';
import { asText, member } from '../template/json';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The properties that a JWT authorizer needs to verify a token. */
export const JWT_AUTHORIZER_RULES = defineRules({
  JwtIdentitySourceMissing: {
    severity: 'warning',
    summary: 'A JWT authorizer has no identity source, which specifies where to read the token.',
    source: AWS.cfnAuthorizer,
    evidence: 'derived',
  },
  JwtConfigurationMissing: {
    severity: 'error',
    summary: 'A JWT authorizer has no JwtConfiguration, or one without an issuer.',
    source: AWS.cfnAuthorizer,
    evidence: 'documented',
  },
  JwtIssuerInvalid: {
    severity: 'error',
    summary: 'The issuer of a JWT authorizer is not an https:// URL.',
    source: AWS.issuerRefused,
    evidence: 'reported',
  },
  JwtAudienceMissing: {
    severity: 'warning',
    summary: 'A JWT authorizer has no audience, so no token can match.',
    source: AWS.jwtAuthorizers,
    evidence: 'derived',
  },
});

/** Checks the issuer, the audience and the identity source of a JWT authorizer. */
export function checkJwtAuthorizer(authorizer: Resource): Finding[] {
  if (authorizer.text('AuthorizerType') !== 'JWT') {
    return [];
  }
  const findings: Finding[] = [];
  const report = (property: string, rule: Rule, message: string, remedy: string) =>
    findings.push(...at(authorizer, property, [problem(rule, undefined, message, remedy)]));
  if (authorizer.lacks('IdentitySource')) {
    const remedy = 'set it to ["$request.header.Authorization"]';
    report('IdentitySource', JWT_AUTHORIZER_RULES.JwtIdentitySourceMissing, 'a JWT authorizer has no IdentitySource', remedy);
  }
  const required = 'set JwtConfiguration to {"Issuer": "https://...", "Audience": ["..."]}';
  const configuration = authorizer.object('JwtConfiguration');
  if (configuration === undefined) {
    if (authorizer.lacks('JwtConfiguration')) {
      const message = 'a JWT authorizer has no JwtConfiguration';
      report('JwtConfiguration', JWT_AUTHORIZER_RULES.JwtConfigurationMissing, message, required);
    }
    return findings;
  }
  const [issuer, audience] = [member(configuration, 'Issuer'), member(configuration, 'Audience')];
  if (issuer === undefined) {
    const message = 'the JwtConfiguration has no Issuer';
    report('JwtConfiguration/Issuer', JWT_AUTHORIZER_RULES.JwtConfigurationMissing, message, required);
  }
  if (audience === undefined || (Array.isArray(audience) && audience.length === 0)) {
    const message = 'the JwtConfiguration has no Audience: the aud or client_id claim of each token must match an audience';
    const remedy = 'list the client IDs for which tokens are issued';
    report('JwtConfiguration/Audience', JWT_AUTHORIZER_RULES.JwtAudienceMissing, message, remedy);
  }
  return [...findings, ...at(authorizer, 'JwtConfiguration/Issuer', checkIssuer(asText(issuer)))];
}

function checkIssuer(issuer: string | undefined): Problem[] {
  if (issuer === undefined || /^https:\/\/[^/?#\s]/i.test(issuer)) {
    return [];
  }
  const message = `the issuer ${JSON.stringify(issuer)} is not an https:// URL; the service reads the discovery document from it`;
  const remedy = /^[\w-]+(?:\.[\w-]+)+(?:\/|$)/.test(issuer) ? `write https://${issuer}` : 'write a URL that begins with https://';
  return [problem(JWT_AUTHORIZER_RULES.JwtIssuerInvalid, issuer, message, remedy)];
}
