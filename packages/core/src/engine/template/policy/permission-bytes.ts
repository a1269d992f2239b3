import { asText, type JsonObject } from '../json';
import type { Environment } from '../template';
import { atMost, type ByteRange, between, bytesOfText, sum } from './byte-range';
import { arnBytes, functionPrefixBytes, principalBytes, valueBytes } from './value-bytes';

/** What a function's resource policy holds, in bytes. */
export const MAX_POLICY_BYTES = 20_480;

/** What surrounds the statements, as `GetPolicy` gives it, but for a comma: the last statement has none. */
export const POLICY_BYTES = '{"Version":"2012-10-17","Id":"default","Statement":[]}'.length - 1;

/** No statement has more, however long its id, its ARNs and the values of its conditions are. */
export const MAX_STATEMENT_BYTES = 1_800;

const STATEMENT = '{"Sid":"","Effect":"Allow","Principal":,"Action":"","Resource":""},'.length;
/** Each condition has a comma, but for the last. */
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
/** What CloudFormation leaves at the least of a generated name that it has to cut. */
const CUT = 40;
/** What CloudFormation appends to a generated name. */
const RANDOM = between(12, 13);
const UNKNOWN_STACK = between(1, 128);
const UNKNOWN = between(1, 64);

/** What is known of a permission beside its properties. */
export interface StatementPlace extends Environment {
  /** The function's name, with the qualifier of a version or alias, where the property does not tell it. */
  readonly functionName?: ByteRange;
}

/** A permission of a stack. */
export interface PermissionPlace extends StatementPlace {
  readonly logicalId: string;
  /** The stack's name; nested stacks get theirs when they are deployed. */
  readonly stackName?: string;
}

/**
 * What one permission adds to the function's policy, its comma included: a statement with its id, the function's
 * ARN, principal, action and conditions, each as long as it is known, or with the least and the most that it can be.
 *
 * @param properties of the `AWS::Lambda::Permission`, as a template has them
 * @see docs/permissions.md for the formula, and for the figures from the field that it agrees with
 */
export function permissionBytes(properties: JsonObject, place: PermissionPlace): ByteRange {
  return sum(statementBytes(properties, place), statementIdBytes(place.stackName, place.logicalId));
}

/** What a statement has beside its id. */
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

/** The id that CloudFormation gives to the statement of a permission. */
export function statementIdBytes(stackName: string | undefined, logicalId: string): ByteRange {
  return generatedName(stackName, logicalId, MAX_SID_CHARACTERS);
}

/** A name that CloudFormation makes: of the stack's, the logical id and a random part, cut at a length. */
function generatedName(stackName: string | undefined, logicalId: string, limit: number): ByteRange {
  const stack = stackName === undefined ? UNKNOWN_STACK : bytesOfText(stackName);
  return atMost(sum(stack, fixed(1), bytesOfText(logicalId), fixed(1), RANDOM), limit, CUT);
}

/** The number of a version and the colon before it. */
export const VERSION_BYTES = between(2, 8);

/** The name that a function gets: its own, or one that CloudFormation makes. */
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

/** A function's name, known or not, and a qualifier. */
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
