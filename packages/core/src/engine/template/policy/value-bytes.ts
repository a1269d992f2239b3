import { asText, member } from '../json';
import type { Environment } from '../template';
import { type ByteRange, between, bytesOfText, NO_BYTES, sum } from './byte-range';

const ACCOUNT = between(12, 12);
/** From `us-east-1` to `ap-southeast-1`. */
const REGION = between(9, 14);
/** From `aws` to `aws-us-gov`. */
const PARTITION = between(3, 10);
/** From `c2s.ic.gov` to `amazonaws.com.cn`. */
const URL_SUFFIX = between(10, 16);
/** An API ID has ten characters; the minimum of eight allows for a shorter one. */
const API_ID = between(8, 10);
/** Any other part of an ARN. Longer names exist, but hardly for resources that invoke functions. */
const UNKNOWN = between(1, 64);
/** An unknown ARN, such as that of a rule or a bucket. */
const UNKNOWN_ARN = between(20, 160);

/** The partition of a region; `aws` for regions that are not listed. */
const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

/** The size of an ARN in a template: text, joined parts, or a value that CloudFormation determines. */
export function arnBytes(arn: unknown, environment: Environment): ByteRange {
  const parts = partsOf(arn);
  if (parts === undefined) {
    return UNKNOWN_ARN;
  }
  const ofApi = parts.some((part) => asText(part)?.includes(':execute-api:'));
  return sum(...parts.map((part) => partBytes(part, environment) ?? (ofApi ? API_ID : UNKNOWN)));
}

/** The size of a value that is not an ARN, such as an account; the given range if it is unknown. */
export function valueBytes(value: unknown, environment: Environment, unknown: ByteRange): ByteRange {
  return value === undefined ? NO_BYTES : (partBytes(value, environment) ?? unknown);
}

/** The beginning of the ARN of every function: `arn:aws:lambda:eu-west-1:123456789012:function:`. */
export function functionPrefixBytes(environment: Environment): ByteRange {
  const arn = ['arn:', { Ref: 'AWS::Partition' }, ':lambda:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':function:'];
  return arnBytes({ 'Fn::Join': ['', arn] }, environment);
}

/** Returns the text and the intrinsic functions of which a value consists; undefined if it does not consist of parts. */
function partsOf(value: unknown): readonly unknown[] | undefined {
  const text = asText(value);
  if (text !== undefined) {
    return [text];
  }
  const [separator, parts] = listOf(member(value, 'Fn::Join'));
  if (Array.isArray(parts)) {
    return parts.flatMap((part: unknown, index) => (index === 0 ? [part] : [asText(separator) ?? '', part]));
  }
  const sub = member(value, 'Fn::Sub');
  const pattern = typeof sub === 'string' ? sub : listOf(sub)[0];
  // Every second element is the content of braces.
  return typeof pattern === 'string'
    ? pattern.split(/\$\{([^!}][^}]*)\}/).map((part, index) => (index % 2 === 0 ? part : { Ref: part }))
    : undefined;
}

function partBytes(part: unknown, { region, account }: Environment): ByteRange | undefined {
  const text = asText(part);
  if (text !== undefined) {
    return bytesOfText(text);
  }
  switch (member(part, 'Ref')) {
    case 'AWS::AccountId':
      return account === undefined ? ACCOUNT : bytesOfText(account);
    case 'AWS::Region':
      return region === undefined ? REGION : bytesOfText(region);
    case 'AWS::Partition':
      return region === undefined ? PARTITION : bytesOfText(partitionOf(region));
    case 'AWS::URLSuffix':
      return URL_SUFFIX;
    default:
      return undefined;
  }
}

function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const SERVICE = between('{"Service":""}'.length, '{"Service":""}'.length);
const IDENTITY = between('{"AWS":""}'.length, '{"AWS":""}'.length);
/** `"*"` or `{"AWS":"*"}`. */
const EVERYBODY = between('"*"'.length, '{"AWS":"*"}'.length);
/** From `*` to a role with a long name. */
const UNKNOWN_PRINCIPAL = between(EVERYBODY.min, '{"AWS":""}'.length + 160);

/**
 * Returns the size of the principal of a statement. An account is written as the ARN of its root, which is longer than the ID.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function principalBytes(principal: unknown, environment: Environment): ByteRange {
  const text = asText(principal);
  if (text === '*') {
    return EVERYBODY;
  }
  if (member(principal, 'Ref') === 'AWS::AccountId' || /^\d{12}$/.test(text ?? '')) {
    const root = ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:root'];
    return sum(IDENTITY, arnBytes({ 'Fn::Join': ['', root] }, environment));
  }
  const known = text !== undefined || member(principal, 'Fn::Join') !== undefined || member(principal, 'Fn::Sub') !== undefined;
  return known
    ? sum(JSON.stringify(principal).includes('"arn:') ? IDENTITY : SERVICE, arnBytes(principal, environment))
    : UNKNOWN_PRINCIPAL;
}
