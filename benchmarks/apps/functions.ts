import type { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/** The policy of one function has space for the permissions of so many routes, so that none are folded. */
export const ROUTES_A_FUNCTION = 40;

/** Returns one function for every so many routes, and creates it when it is first needed. */
export function functionsIn(stack: Stack, routesEach: number): (route: number) => LambdaFunction {
  const made: LambdaFunction[] = [];
  return (route) => {
    const index = Math.floor(route / routesEach);
    made[index] ??= new LambdaFunction(stack, `Function${index}`, {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
    });
    return made[index];
  };
}

/** The same with L1 resources. */
export function cfnFunctionsIn(stack: Stack, routesEach: number): (route: number) => CfnFunction {
  const made: CfnFunction[] = [];
  return (route) => {
    const index = Math.floor(route / routesEach);
    made[index] ??= cfnFunction(stack, index);
    return made[index];
  };
}

function cfnFunction(stack: Stack, index: number): CfnFunction {
  const role = new CfnRole(stack, `Role${index}`, {
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
    },
    managedPolicyArns: [`arn:${stack.partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`],
  });
  const made = new CfnFunction(stack, `Function${index}`, {
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    code: { zipFile: 'exports.handler = async () => ({ statusCode: 200 });' },
    role: role.attrArn,
  });
  made.node.addDependency(role);
  return made;
}
