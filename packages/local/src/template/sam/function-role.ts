import { asArray, asText, isIntrinsic, isObject, type JsonObject, member } from '@apigwv2-integrations/core/engine';
import type { Expansion, WrittenResource } from './expansion';

const MANAGED = 'arn:${AWS::Partition}:iam::aws:policy/';

/**
 * Adds the role that SAM makes for a function or a state machine without one.
 *
 * @returns the ARN of the role
 */
export function addRole(source: WrittenResource, expansion: Expansion): unknown {
  const { logicalId, properties } = source;
  const value = (name: string) => member(properties, name);
  const written = value('Role');
  const [condition, yes, no] = asArray(member(written, 'Fn::If'));
  const isPartial = [yes, no].some((side) => member(side, 'Ref') === 'AWS::NoValue');
  if (written !== undefined && !isPartial) {
    return written;
  }
  const id = `${logicalId}Role`;
  const arn = { 'Fn::GetAtt': [id, 'Arn'] };
  const isFunction = source.type === 'AWS::Serverless::Function';
  const policies = [value('Policies')].flat().filter((policy) => policy !== undefined && policy !== null);
  const principal = isFunction ? 'lambda.amazonaws.com' : 'states.amazonaws.com';
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [principal] } }],
  };
  const inline = policies.flatMap((policy, index) => inlinePolicy(policy, `${id}Policy${index}`));
  expansion.add(
    id,
    'AWS::IAM::Role',
    {
      AssumeRolePolicyDocument: value('AssumeRolePolicyDocument') ?? trust,
      ManagedPolicyArns: [...(isFunction ? executionPolicies(source) : []), ...policies.flatMap(managedArn)],
      Policies: inline.length === 0 ? undefined : inline,
      Path: value('RolePath'),
      PermissionsBoundary: value('PermissionsBoundary'),
    },
    { source, property: value('Policies') === undefined ? undefined : 'Properties/Policies' },
  );
  const side = (each: unknown) => (member(each, 'Ref') === 'AWS::NoValue' ? arn : each);
  return isPartial ? { 'Fn::If': [condition, side(yes), side(no)] } : arn;
}

function executionPolicies({ properties }: WrittenResource): readonly unknown[] {
  const names = ['service-role/AWSLambdaBasicExecutionRole'];
  if (member(properties, 'VpcConfig') !== undefined) {
    names.push('service-role/AWSLambdaVPCAccessExecutionRole');
  }
  if (member(properties, 'Tracing') === 'Active') {
    names.push('AWSXrayWriteOnlyAccess');
  }
  return names.map(managed);
}

function managed(name: string): unknown {
  return { 'Fn::Sub': `${MANAGED}${name}` };
}

/** Managed policies are named, or given by their ARN. */
function managedArn(policy: unknown): readonly unknown[] {
  const name = asText(policy);
  if (name !== undefined) {
    return [name.startsWith('arn:') ? name : managed(name)];
  }
  return isIntrinsic(policy) ? [policy] : [];
}

/** A policy document, or one of SAM's policy templates, of which only SAM knows the statements. */
function inlinePolicy(policy: unknown, PolicyName: string): readonly JsonObject[] {
  if (!isObject(policy) || isIntrinsic(policy)) {
    return [];
  }
  const isDocument = member(policy, 'Statement') !== undefined;
  return [{ PolicyName, PolicyDocument: isDocument ? policy : { 'Fn::Transform': { Name: 'AWS::Serverless', Parameters: policy } } }];
}
