import { CfnResource, type Stack, Token } from 'aws-cdk-lib';
import type { CfnAlias, CfnFunction, CfnPermission, CfnVersion } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { type ByteRange, sum } from '../engine/template/policy/byte-range';
import {
  aliasBytes,
  functionNameBytes,
  qualified,
  type StatementPlace,
  statementBytes,
  statementIdBytes,
  VERSION_BYTES,
} from '../engine/template/policy/permission-bytes';
import { targetOf } from '../synth/construct-tree';

/** The size of a permission in the function's policy. */
export function bytesOf(permission: CfnPermission): ByteRange {
  return withCondition(permission, sum(bytesWithoutId(permission), idBytes(permission)));
}

/** The size of a permission. The minimum is 0 if the permission has a condition, because it may not be deployed. */
export function withCondition({ cfnOptions: { condition } }: CfnPermission, { min, max }: ByteRange): ByteRange {
  return { min: condition === undefined ? min : 0, max };
}

/** The size of a permission without its statement ID. */
function bytesWithoutId(permission: CfnPermission): ByteRange {
  const { stack } = permission;
  const properties = propertiesOf(permission);
  return statementBytes(stack.resolve(properties), locationOf(stack, properties.FunctionName));
}

/** The properties of a permission by their names in a template. A generic `CfnResource` has them in this form. */
export function propertiesOf(permission: CfnPermission): Readonly<Record<string, unknown>> {
  if (permission.functionName === undefined) {
    return (permission as unknown as { cfnProperties: Record<string, unknown> }).cfnProperties;
  }
  return {
    FunctionName: permission.functionName,
    Principal: permission.principal,
    Action: permission.action,
    SourceArn: permission.sourceArn,
    SourceAccount: permission.sourceAccount,
    EventSourceToken: permission.eventSourceToken,
    PrincipalOrgID: permission.principalOrgId,
    FunctionUrlAuthType: permission.functionUrlAuthType,
    // The oldest supported CDK does not have this property.
    InvokedViaFunctionUrl: (permission as { invokedViaFunctionUrl?: unknown }).invokedViaFunctionUrl,
  };
}

/** The size of a permission's statement ID. */
export function idBytes({ stack, logicalId }: CfnPermission): ByteRange {
  return statementIdBytes(stackNameOf(stack), String(stack.resolve(logicalId)));
}

/** The region, the account and the function of a statement, as far as they are known. */
export function locationOf(stack: Stack, functionName: unknown): StatementPlace {
  return { region: literalOf(stack.region), account: literalOf(stack.account), functionName: nameBytes(targetOf(functionName)) };
}

/** The text, or undefined if it is a token. */
export function literalOf(text: string): string | undefined {
  return Token.isUnresolved(text) ? undefined : text;
}

/** The name of a stack, or undefined for a nested stack, which gets its name in the deployment. */
export function stackNameOf({ stackName }: Stack): string | undefined {
  return literalOf(stackName);
}

/** The owner of a policy: the construct of a function, version or alias, or the name of an imported one. */
export type PolicyKey = IConstruct | string;

/** The size of a function's name with its qualifier. Undefined if the construct is not a function, version or alias. */
export function nameBytes(key: IConstruct | undefined): ByteRange | undefined {
  if (!CfnResource.isCfnResource(key)) {
    return undefined;
  }
  const { stack } = key;
  const base = ({ functionName }: CfnAlias | CfnVersion) => nameBytes(targetOf(functionName));
  switch (key.cfnResourceType) {
    case 'AWS::Lambda::Function':
      return functionNameBytes(stack.resolve((key as CfnFunction).functionName), stackNameOf(stack), stack.resolve(key.logicalId));
    case 'AWS::Lambda::Version':
      return qualified(base(key as CfnVersion), VERSION_BYTES);
    case 'AWS::Lambda::Alias':
      return qualified(base(key as CfnAlias), aliasBytes(stack.resolve((key as CfnAlias).name)));
    default:
      return undefined;
  }
}
