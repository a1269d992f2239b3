import { CfnResource, Fn, Lazy, type Stack, Token } from 'aws-cdk-lib';
import { Alias, type CfnFunction, type IFunction, Function as LambdaFunction, Version } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test } from 'vitest';
import { handlerIn } from '../functions';
import { appOfRoutes, sourcesOf } from './app-of-routes';
import { addRoutes, protocols } from './protocols';

const ROUTES = 30;
const [http] = protocols;

/** Adds permissions on a function as plain resources, and returns the number of remaining route permissions. */
function routesLeft(name: (target: IFunction, stack: Stack) => unknown, targetIn: (stack: Stack) => IFunction = handlerIn, others = 25) {
  const { stack, routed } = appOfRoutes(http);
  const target = targetIn(stack);
  addRoutes(routed, ROUTES, target);
  for (let index = 0; index < others; index++) {
    const properties = {
      FunctionName: name(target, stack),
      SourceArn: `arn:aws:events:eu-west-1:123456789012:rule/rule-with-quite-a-long-name-${index}`,
      Principal: 'events.amazonaws.com',
      Action: 'lambda:InvokeFunction',
    };
    new CfnResource(stack, `Rule${index}`, { type: 'AWS::Lambda::Permission', properties });
  }
  return sourcesOf(stack).filter((source) => String(source).startsWith('/')).length;
}

const idOf = ({ node }: IFunction, stack: Stack) => stack.getLogicalId(node.defaultChild as CfnFunction);
const aliasIn = (stack: Stack) => new Alias(stack, 'Alias', { aliasName: 'live', version: handlerIn(stack).currentVersion });
const versionIn = (stack: Stack) => new Version(stack, 'Version', { lambda: handlerIn(stack) });

describe('an existing permission of the app counts', () => {
  test.each<[string, (target: IFunction, stack: Stack) => unknown]>([
    ['a text', ({ functionArn }) => functionArn],
    ['a reference', ({ node }) => (node.defaultChild as CfnFunction).getAtt('Arn')],
    ['any value', ({ functionName }) => Token.asAny(functionName)],
    ['a value that is known late', ({ functionArn }) => Lazy.string({ produce: () => functionArn })],
    ['Ref', (target, stack) => ({ Ref: idOf(target, stack) })],
    ['Fn::GetAtt', (target, stack) => ({ 'Fn::GetAtt': [idOf(target, stack), 'Arn'] })],
    ['Fn::GetAtt of YAML', (target, stack) => ({ 'Fn::GetAtt': `${idOf(target, stack)}.Arn` })],
    ['a token of Fn::GetAtt', (target, stack) => Fn.getAtt(idOf(target, stack), 'Arn')],
    [
      'a part of an ARN',
      ({ functionName }, stack) => stack.formatArn({ service: 'lambda', resource: 'function', resourceName: functionName }),
    ],
  ])('with its function’s name as %s', (_, name) => {
    expect(routesLeft(name)).toBe(1);
  });

  test('on an alias or a version, by its name', () => {
    expect(routesLeft(({ functionName }) => functionName, aliasIn)).toBe(1);
    expect(routesLeft(({ functionName }) => functionName, versionIn)).toBe(1);
  });

  test('on a function with an explicit or imported name, by that name', () => {
    const named = (stack: Stack) => {
      const handler = handlerIn(stack);
      (handler.node.defaultChild as CfnFunction).functionName = 'books';
      return handler;
    };

    expect(routesLeft(() => 'books', named, 40)).toBe(1);
    expect(
      routesLeft(
        (_, stack) => LambdaFunction.fromFunctionName(stack, `Imported${stack.node.children.length}`, 'books').functionArn,
        named,
        40,
      ),
    ).toBe(1);
    expect(routesLeft(() => 'shelves', named, 40)).toBe(ROUTES);
  });

  test.each<[string, (target: IFunction, stack: Stack) => unknown]>([
    ['a qualifier', ({ functionArn }) => `${functionArn}:live`],
    ['another function', (_, stack) => handlerIn(stack, 'Other').functionArn],
    ['the ARN of elsewhere', () => 'arn:aws:lambda:eu-west-1:123456789012:function:Handler'],
    ['something else', () => ({ 'Fn::ImportValue': 'function' })],
  ])('on another policy not, by %s', (_, name) => {
    expect(routesLeft(name)).toBe(ROUTES);
  });
});
