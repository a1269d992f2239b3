import { at, type Finding, tell } from '../finding';
import { asText, isObject, member } from '../json';
import { identity } from '../references';
import type { Resource } from '../resource';

const MOST_BYTES = 20_480;

/** `{"Sid":"","Effect":"Allow","Principal":{"Service":""},"Action":"","Resource":"","Condition":{"ArnLike":{"AWS:SourceArn":""}}},` */
const SKELETON = 129;
/** What CloudFormation puts around the logical id in a statement's id: a stack's name, two hyphens, a random part. */
const AROUND_ID = 40 + 2 + 13;
/** `arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:` and a name of the most characters. */
const FUNCTION_ARN = 59 + 64;
/** The most that an intrinsic function stands for in a source ARN, if it is none of the known ones. */
const UNKNOWN = 64;
const KNOWN: Readonly<Record<string, number>> = { 'AWS::Partition': 10, 'AWS::Region': 14, 'AWS::AccountId': 12, 'AWS::URLSuffix': 16 };
/** What is put in for a source ARN that is no text and not joined. */
const SOURCE_ARN = 128;
/** An API's id. */
const REFERENCE = 10;

/** The permissions on each function whose statements together may pass the size of its policy. */
export function checkLambdaPolicies(permissions: Iterable<Resource>): Finding[] {
  const functions = new Map<string, { bytes: number; last: Resource; count: number; gateway: boolean }>();
  for (const permission of permissions) {
    const name = identity(permission.raw('FunctionName'));
    if (name !== undefined && !permission.conditional) {
      const { bytes = 0, count = 0, gateway = false } = functions.get(name) ?? {};
      functions.set(name, {
        bytes: bytes + statementBytes(permission),
        last: permission,
        count: count + 1,
        gateway: gateway || permission.text('Principal') === 'apigateway.amazonaws.com',
      });
    }
  }
  return [...functions.values()].flatMap(({ bytes, last, count, gateway }) =>
    gateway && bytes > MOST_BYTES
      ? at(last, 'FunctionName', [
          tell(
            'LambdaPolicyTooLarge',
            String(bytes),
            `the ${count} permissions on this function may need ${bytes} bytes, and its policy holds ${MOST_BYTES}`,
            'let one permission for the whole API take their place, with a SourceArn that ends in /*',
          ),
        ])
      : [],
  );
}

/**
 * An upper bound of what one permission adds to the function's policy: the skeleton of a statement, its id
 * (the logical id, and a stack's name of 40 characters), the function's ARN with the longest name, principal
 * and action as they are, and the source ARN with the longest value for each part that is not known yet.
 * That gives about 400 to 480 bytes where statements of 384 to 410 bytes were reported.
 */
function statementBytes(permission: Resource): number {
  return (
    SKELETON +
    AROUND_ID +
    permission.logicalId.length +
    FUNCTION_ARN +
    (permission.text('Principal')?.length ?? UNKNOWN) +
    (permission.text('Action')?.length ?? UNKNOWN) +
    arnBytes(permission.raw('SourceArn'))
  );
}

function arnBytes(arn: unknown): number {
  const joined = member(arn, 'Fn::Join');
  const parts: unknown = Array.isArray(joined) ? joined[1] : undefined;
  const separator = Array.isArray(joined) ? (asText(joined[0]) ?? '') : '';
  if (Array.isArray(parts)) {
    return parts.reduce((bytes: number, part: unknown) => bytes + partBytes(part) + separator.length, 0);
  }
  return arn === undefined ? 0 : (asText(arn)?.length ?? SOURCE_ARN);
}

function partBytes(part: unknown): number {
  const text = asText(part);
  if (text !== undefined) {
    return text.length;
  }
  const name = member(part, 'Ref');
  if (!isObject(part) || typeof name !== 'string') {
    return UNKNOWN;
  }
  return Object.hasOwn(KNOWN, name) ? KNOWN[name] : REFERENCE;
}
