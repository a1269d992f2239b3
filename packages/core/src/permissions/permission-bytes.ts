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

/** What a permission of the app adds to the function's policy. */
export function bytesOf(permission: CfnPermission): ByteRange {
  return certainly(permission, sum(bytesBesideId(permission), idBytes(permission)));
}

/** What a permission adds that may be left out: nothing at the least, if a condition decides it. */
export function certainly({ cfnOptions: { condition } }: CfnPermission, { min, max }: ByteRange): ByteRange {
  return { min: condition === undefined ? min : 0, max };
}

/** The same without the statement's id. */
function bytesBesideId(permission: CfnPermission): ByteRange {
  const { stack } = permission;
  const properties = propertiesOf(permission);
  return statementBytes(stack.resolve(properties), placeOf(stack, properties.FunctionName));
}

/** A permission's properties by their names in a template. A plain `CfnResource` has them so already. */
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
    // The oldest CDK has no such property.
    InvokedViaFunctionUrl: (permission as { invokedViaFunctionUrl?: unknown }).invokedViaFunctionUrl,
  };
}

/** The id that a permission's statement gets. */
export function idBytes({ stack, logicalId }: CfnPermission): ByteRange {
  return statementIdBytes(stackNameOf(stack), String(stack.resolve(logicalId)));
}

/** Where a statement on a function is, as far as it is known. */
export function placeOf(stack: Stack, functionName: unknown): StatementPlace {
  return { region: known(stack.region), account: known(stack.account), functionName: nameBytes(targetOf(functionName)) };
}

/** A text, if it is known before the stack is deployed. */
export function known(text: string): string | undefined {
  return Token.isUnresolved(text) ? undefined : text;
}

/** A stack's name, if it is known: a nested stack gets one when it is deployed. */
export function stackNameOf({ stackName }: Stack): string | undefined {
  return known(stackName);
}

/** What a function's policy belongs to: the construct of a function, version or alias, or the name of an imported one. */
export type PolicyKey = IConstruct | string;

/** The function's name, with the qualifier of a version or alias; nothing if only `FunctionName` tells it. */
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
