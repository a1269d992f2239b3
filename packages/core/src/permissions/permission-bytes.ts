import type { Stack } from 'aws-cdk-lib';
import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { type Bytes, sum } from '../engine/template/policy/bytes';
import { type StatementPlace, statementBytes, statementIdBytes } from '../engine/template/policy/permission-bytes';
import { known, stackNameOf } from './known';
import { nameBytes, policyKey } from './policy-key';

/** What a permission of the app adds to the function's policy. */
export function bytesOf(permission: CfnPermission): Bytes {
  return sum(bytesBesideId(permission), idBytes(permission));
}

/** The same without the statement's id. */
export function bytesBesideId(permission: CfnPermission): Bytes {
  const { stack, functionName } = permission;
  const properties = {
    FunctionName: functionName,
    Principal: permission.principal,
    Action: permission.action,
    SourceArn: permission.sourceArn,
    SourceAccount: permission.sourceAccount,
    EventSourceToken: permission.eventSourceToken,
    PrincipalOrgID: permission.principalOrgId,
    FunctionUrlAuthType: permission.functionUrlAuthType,
  };
  return statementBytes(stack.resolve(properties), placeOf(stack, functionName));
}

/** The id that a permission's statement gets. */
export function idBytes({ stack, logicalId }: CfnPermission): Bytes {
  return statementIdBytes(stackNameOf(stack), String(stack.resolve(logicalId)));
}

function placeOf(stack: Stack, functionName: string): StatementPlace {
  return { region: known(stack, stack.region), account: known(stack, stack.account), functionName: nameBytes(policyKey(functionName)) };
}
