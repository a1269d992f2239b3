import { asString, member, type Resource } from '@apigwv2-integrations/core/engine';

/** Whether a resource is a Lambda function. */
export function isFunctionResource({ type }: Resource): boolean {
  return type === 'AWS::Lambda::Function' || type === 'AWS::Serverless::Function';
}

/** Every name by which a person may mean a function. */
export function functionNames(fn: Resource): readonly string[] {
  const fixed = asString(member(fn.properties, 'FunctionName'));
  return [...fn.names, ...(fixed === undefined ? [] : [fixed])];
}
