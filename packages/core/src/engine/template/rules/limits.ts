import type { RuleCode } from '../engine';
import { at, type Finding, problem } from '../finding';
import { asText, isIntrinsic, member } from '../json';
import type { Resource } from '../resource';

const MAX_SCOPES = 10;
const MAX_AUDIENCES = 50;
const MAX_SUBNETS = 10;
const MAX_LOG_FORMAT_BYTES = 3 * 1024;
const MAX_SCHEMA_CHARACTERS = 32_768;

/** How many scopes a route wants. */
export function checkScopes(route: Resource): Finding[] {
  return checkCount(route, 'AuthorizationScopes', route.raw('AuthorizationScopes'), MAX_SCOPES, 'ScopesOverQuota', 'authorization scopes');
}

/** How many audiences an authorizer takes. */
export function checkAudiences(authorizer: Resource): Finding[] {
  const audiences = member(authorizer.object('JwtConfiguration'), 'Audience');
  return checkCount(authorizer, 'JwtConfiguration/Audience', audiences, MAX_AUDIENCES, 'AudiencesOverQuota', 'audiences');
}

/** How many subnets a VPC link has. */
export function checkSubnets(link: Resource): Finding[] {
  return checkCount(link, 'SubnetIds', link.raw('SubnetIds'), MAX_SUBNETS, 'SubnetsOverQuota', 'subnets');
}

function checkCount(resource: Resource, path: string, list: unknown, most: number, code: RuleCode, what: string): Finding[] {
  const count = Array.isArray(list) ? list.filter(certain).length : 0;
  return count > most
    ? at(resource, path, [problem(code, String(count), `there are ${count} ${what}, and the quota is ${most}`, `keep to ${most}`)])
    : [];
}

/** Whether an entry of a list is there for certain: a condition may take it away. */
const certain = (entry: unknown): boolean => member(entry, 'Fn::If') === undefined && member(entry, 'Ref') !== 'AWS::NoValue';

/** The length of the format of a stage's access log. */
export function checkAccessLogFormat(stage: Resource): Finding[] {
  const format = asText(member(stage.object('AccessLogSettings'), 'Format'));
  const bytes = format === undefined ? 0 : new TextEncoder().encode(format).length;
  return bytes > MAX_LOG_FORMAT_BYTES
    ? at(stage, 'AccessLogSettings/Format', [
        problem(
          'AccessLogFormatTooLong',
          format,
          `the format of the access log has ${bytes} bytes, and the quota is ${MAX_LOG_FORMAT_BYTES}`,
          'log fewer variables',
        ),
      ])
    : [];
}

/** The name and the schema of a model. */
export function checkModel(model: Resource): Finding[] {
  const name = model.text('Name');
  const length = lengthOf(model.raw('Schema'));
  return [
    ...(name === undefined || /^[A-Za-z0-9]*$/.test(name)
      ? []
      : at(model, 'Name', [
          problem('ModelNameInvalid', name, `${JSON.stringify(name)} is no name of a model`, 'use letters and digits alone'),
        ])),
    ...(length > MAX_SCHEMA_CHARACTERS
      ? at(model, 'Schema', [
          problem(
            'ModelSchemaTooLong',
            undefined,
            `the schema has more than the ${MAX_SCHEMA_CHARACTERS} characters that the service takes`,
            'shorten it, for example by leaving descriptions out',
          ),
        ])
      : []),
  ];
}

/** At least how many characters a schema has, without recursion; what CloudFormation fills in counts nothing. */
function lengthOf(schema: unknown): number {
  let length = 0;
  const left: unknown[] = [schema];
  while (left.length > 0) {
    const value = left.pop();
    if (Array.isArray(value)) {
      for (const entry of value) {
        left.push(entry);
      }
    } else if (typeof value === 'object' && value !== null && !isIntrinsic(value)) {
      for (const [key, entry] of Object.entries(value)) {
        length += key.length;
        left.push(entry);
      }
    } else {
      length += asText(value)?.length ?? 0;
    }
  }
  return length;
}
