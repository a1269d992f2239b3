import { CfnResource } from 'aws-cdk-lib';
import type { CfnAlias, CfnFunction, CfnVersion } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { ByteRange } from '../engine/template/policy/byte-range';
import { aliasBytes, functionNameBytes, qualified, VERSION_BYTES } from '../engine/template/policy/permission-bytes';
import { targetOf } from '../synth/reference-target';
import { stackNameOf } from './known';

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
