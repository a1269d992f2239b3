import { Alias, Code, type IFunction, Function as LambdaFunction, Runtime, SingletonFunction, Version } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:books';

/** Returns the function with the given name, and creates it once per scope. */
export function handlerIn(scope: Construct, id = 'Handler'): LambdaFunction {
  const existing = scope.node.tryFindChild(id);
  return existing instanceof LambdaFunction
    ? existing
    : new LambdaFunction(scope, id, {
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
      });
}

/** All ways to define or import a function, by name, and whether the CDK can add a permission to it. */
export const functions: readonly { readonly what: string; readonly permitted: boolean; make(scope: Construct): IFunction }[] = [
  { what: 'a function', permitted: true, make: handlerIn },
  { what: 'a version', permitted: true, make: (scope) => new Version(scope, 'Version', { lambda: handlerIn(scope) }) },
  {
    what: 'an alias',
    permitted: true,
    make: (scope) => new Alias(scope, 'Alias', { aliasName: 'live', version: handlerIn(scope).currentVersion }),
  },
  {
    what: 'a singleton',
    permitted: true,
    make: (scope) =>
      new SingletonFunction(scope, 'Singleton', {
        uuid: 'f2c1c3a4',
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: Code.fromInline('x'),
      }),
  },
  { what: 'a function by ARN', permitted: false, make: (scope) => LambdaFunction.fromFunctionArn(scope, 'Imported', ARN) },
  { what: 'a function by name', permitted: true, make: (scope) => LambdaFunction.fromFunctionName(scope, 'Imported', 'books') },
  {
    what: 'an imported function of the same environment',
    permitted: true,
    make: (scope) => LambdaFunction.fromFunctionAttributes(scope, 'Imported', { functionArn: ARN, sameEnvironment: true }),
  },
  {
    what: 'an imported function without permissions',
    permitted: false,
    make: (scope) => LambdaFunction.fromFunctionAttributes(scope, 'Imported', { functionArn: ARN, skipPermissions: true }),
  },
  { what: 'an imported version', permitted: false, make: (scope) => Version.fromVersionArn(scope, 'Imported', `${ARN}:7`) },
];
