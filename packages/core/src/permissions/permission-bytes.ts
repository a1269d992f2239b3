import type { Stack } from 'aws-cdk-lib';
import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { type ByteRange, sum } from '../engine/template/policy/byte-range';
import { type StatementPlace, statementBytes, statementIdBytes } from '../engine/template/policy/permission-bytes';
import { targetOf } from '../synth/reference-target';
import { known, stackNameOf } from './known';
import { nameBytes } from './policy-key';

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
