import { defineRules, type Problem, problem } from '../problem';
import { at, type Finding } from '../template/finding';
import { asText, member } from '../template/json';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Limits on names, descriptions and other texts. */
export const TEXT_RULES = defineRules({
  TextLengthInvalid: {
    severity: 'error',
    summary: 'A name or another text is empty, or longer than the service allows.',
    source: AWS.modelApis,
    evidence: 'documented',
  },
  DescriptionTooLong: {
    severity: 'error',
    summary: 'A description has more than 1,024 characters.',
    source: AWS.model,
    evidence: 'documented',
  },
});

/** The minimum and maximum lengths of texts in the service model, by resource type. */
const LENGTHS: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  Api: { Name: [1, 128], Version: [1, 64] },
  Integration: { IntegrationMethod: [1, 64], ConnectionId: [1, 1024], PayloadFormatVersion: [1, 64] },
  Model: { Name: [1, 128], ContentType: [1, 256] },
  Route: { OperationName: [1, 64], Target: [1, 128] },
  Stage: { StageName: [1, 128] },
  VpcLink: { Name: [1, 128] },
};

const SCOPE: readonly [number, number] = [1, 64];
const SERVER_NAME: readonly [number, number] = [1, 512];

/** Checks the length of each text that the service model limits and no other rule checks. */
export function checkTextLengths(resource: Resource): Finding[] {
  const limits = Object.entries(LENGTHS[resource.type.replace('AWS::ApiGatewayV2::', '')] ?? {});
  const scopes = resource.raw('AuthorizationScopes');
  return [
    ...limits.flatMap(([property, limit]) => checkLength(resource, property, resource.text(property), limit)),
    ...(Array.isArray(scopes) ? scopes : []).flatMap((scope, index) =>
      checkLength(resource, `AuthorizationScopes/${index}`, asText(scope), SCOPE),
    ),
    ...checkLength(
      resource,
      'TlsConfig/ServerNameToVerify',
      asText(member(resource.object('TlsConfig'), 'ServerNameToVerify')),
      SERVER_NAME,
    ),
  ];
}

function checkLength(resource: Resource, path: string, text: string | undefined, [fewest, most]: readonly [number, number]): Finding[] {
  return text === undefined || (text.length >= fewest && text.length <= most)
    ? []
    : at(resource, path, [
        problem(
          TEXT_RULES.TextLengthInvalid,
          text,
          `${path} has ${text.length} characters, but the service accepts only ${fewest} to ${most}`,
          text === '' ? 'set a value' : 'shorten it',
        ),
      ]);
}

const MAX_DESCRIPTION_CHARACTERS = 1024;

/** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html */
export function checkDescription(description: string): Problem[] {
  if (description.length <= MAX_DESCRIPTION_CHARACTERS) {
    return [];
  }
  return [
    problem(
      TEXT_RULES.DescriptionTooLong,
      description,
      `the description has ${description.length} characters, but the service accepts at most ${MAX_DESCRIPTION_CHARACTERS}`,
      'shorten it',
    ),
  ];
}

/** Checks the description of a resource. */
export function checkResourceDescription(resource: Resource): Finding[] {
  const description = resource.text('Description');
  return description === undefined ? [] : at(resource, 'Description', checkDescription(description));
}
