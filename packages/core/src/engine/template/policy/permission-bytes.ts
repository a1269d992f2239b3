import { asText, type JsonObject } from '../json';
import type { Environment } from '../template';
import { atMost, type ByteRange, between, bytesOfText, sum } from './byte-range';
import { arnBytes, functionPrefixBytes, principalBytes, valueBytes } from './value-bytes';

/** The maximum size of a function's resource policy, in bytes. */
export const MAX_POLICY_BYTES = 20_480;

/** The text around the statements that `GetPolicy` returns, minus one comma, because the last statement has none. */
export const POLICY_BYTES = '{"Version":"2012-10-17","Id":"default","Statement":[]}'.length - 1;

/** The maximum size of a statement, for any ID, ARNs and condition values. */
export const MAX_STATEMENT_BYTES = 1_800;

const STATEMENT = '{"Sid":"","Effect":"Allow","Principal":,"Action":"","Resource":""},'.length;
/** Each condition except the last is followed by a comma. */
const CONDITION = ',"Condition":{}'.length - 1;
const SOURCE_ARN = '"ArnLike":{"AWS:SourceArn":""},'.length;
/** The longest operator and key of the other conditions, the value aside: `"Bool":{"lambda:InvokedViaFunctionUrl":""},`. */
const OTHER_CONDITION = '"StringEquals":{"lambda:InvokedViaFunctionUrl":""},'.length;
const OTHER_CONDITIONS = ['SourceAccount', 'EventSourceToken', 'PrincipalOrgID', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl'];

/** The longest id of a statement. */
export const MAX_SID_CHARACTERS = 100;
/** The longest name of a function. */
const MAX_FUNCTION_NAME_CHARACTERS = 64;
/** The longest name of an alias. */
const MAX_ALIAS_CHARACTERS = 128;
/** The minimum length of a generated name that CloudFormation truncates. */
const CUT = 40;
/** The suffix that CloudFormation appends to a generated name. */
const RANDOM = between(12, 13);
const UNKNOWN_STACK = between(1, 128);
const UNKNOWN = between(1, 64);

/** Facts about a permission in addition to its properties. */
export interface StatementPlace extends Environment {
  /** The function's name, with the qualifier of a version or alias, if the property does not contain it. */
  readonly functionName?: ByteRange;
}

/** A permission of a stack. */
export interface PermissionPlace extends StatementPlace {
  readonly logicalId: string;
  /** The stack's name; nested stacks get theirs when they are deployed. */
  readonly stackName?: string;
}

/**
 * Returns the size that one permission adds to the function's policy, including its comma: a statement with ID, function
 * ARN, principal, action and conditions. Unknown parts have a minimum and a maximum.
 *
 * @param properties the properties of the `AWS::Lambda::Permission` in the template
 * @see docs/permissions.md for the formula, and for the figures from the field that it agrees with
 */
export function permissionBytes(properties: JsonObject, place: PermissionPlace): ByteRange {
  return sum(statementBytes(properties, place), statementIdBytes(place.stackName, place.logicalId));
}

/** The size of a statement without its ID. */
export function statementBytes(properties: JsonObject, place: StatementPlace): ByteRange {
  const { FunctionName, Principal, Action, SourceArn } = properties;
  const others = OTHER_CONDITIONS.filter((name) => properties[name] !== undefined).map((name) =>
    sum(between(0, OTHER_CONDITION), valueBytes(properties[name], place, UNKNOWN)),
  );
  const conditions = SourceArn === undefined ? others : [fixed(SOURCE_ARN), arnBytes(SourceArn, place), ...others];
  return sum(
    fixed(STATEMENT),
    principalBytes(Principal, place),
    valueBytes(Action, place, UNKNOWN),
    functionArnBytes(FunctionName, place),
    ...(conditions.length === 0 ? [] : [fixed(CONDITION), ...conditions]),
  );
}

/** The size of the ID that CloudFormation assigns to the statement. */
export function statementIdBytes(stackName: string | undefined, logicalId: string): ByteRange {
  return generatedName(stackName, logicalId, MAX_SID_CHARACTERS);
}

/** The size of a name that CloudFormation generates from the stack name, the logical ID and a random part, truncated at a length. */
function generatedName(stackName: string | undefined, logicalId: string, limit: number): ByteRange {
  const stack = stackName === undefined ? UNKNOWN_STACK : bytesOfText(stackName);
  return atMost(sum(stack, fixed(1), bytesOfText(logicalId), fixed(1), RANDOM), limit, CUT);
}

/** The number of a version and the colon before it. */
export const VERSION_BYTES = between(2, 8);

/** The size of a function name: its explicit name, or a generated one. */
export function functionNameBytes(name: unknown, stackName: string | undefined, logicalId: string): ByteRange {
  const own = asText(name);
  if (own !== undefined) {
    return bytesOfText(own);
  }
  return name === undefined ? generatedName(stackName, logicalId, MAX_FUNCTION_NAME_CHARACTERS) : between(1, MAX_FUNCTION_NAME_CHARACTERS);
}

/** The name of an alias and the colon before it. */
export function aliasBytes(name: unknown): ByteRange {
  const own = asText(name);
  return sum(fixed(1), own === undefined ? between(1, MAX_ALIAS_CHARACTERS) : bytesOfText(own));
}

/** The size of a function name with a qualifier. */
export function qualified(name: ByteRange | undefined, qualifier: ByteRange): ByteRange {
  return sum(name ?? between(1, MAX_FUNCTION_NAME_CHARACTERS), qualifier);
}

function functionArnBytes(value: unknown, place: StatementPlace): ByteRange {
  const prefix = functionPrefixBytes(place);
  if (place.functionName !== undefined) {
    return sum(prefix, place.functionName);
  }
  const text = asText(value);
  if (text === undefined) {
    const arn = arnBytes(value, place);
    const joined = JSON.stringify(value)?.includes(':function') === true;
    return joined ? arn : sum(prefix, between(1, MAX_FUNCTION_NAME_CHARACTERS));
  }
  return text.startsWith('arn:') ? bytesOfText(text) : sum(prefix, bytesOfText(text.replace(/^(\d+:)?function:/, '')));
}

function fixed(bytes: number): ByteRange {
  return between(bytes, bytes);
}
