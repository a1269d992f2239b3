import { asText, member } from '../json';
import { type ByteRange, between, sum } from './byte-range';
import { arnBytes, type Environment } from './value-bytes';

const SERVICE = between('{"Service":""}'.length, '{"Service":""}'.length);
const IDENTITY = between('{"AWS":""}'.length, '{"AWS":""}'.length);
/** `"*"` or `{"AWS":"*"}`. */
const EVERYBODY = between('"*"'.length, '{"AWS":"*"}'.length);
/** From everybody to a role with a long name. */
const UNKNOWN = between(EVERYBODY.min, '{"AWS":""}'.length + 160);

/**
 * Who is let in by a statement. An account comes to it as the ARN of its root, which is longer than its number.
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
  return known ? sum(JSON.stringify(principal).includes('"arn:') ? IDENTITY : SERVICE, arnBytes(principal, environment)) : UNKNOWN;
}
