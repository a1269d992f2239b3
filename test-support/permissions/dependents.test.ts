import { CfnOutput, type CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { CfnPermission, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { handlerIn } from '../functions';
import { permissionsOf, sourcesOf, withRoutes } from './app-of-routes';
import { protocols } from './protocols';

const MANY = 60;
const [http] = protocols;

const permissionOf = (route: IConstruct) => route.node.findChild('Books-Permission') as CfnPermission;
/** Newer CDK versions have another name for it and warn about the old one. */
const depend = (resource: CfnResource, target: CfnResource) => {
  const { addResourceDependency = resource.addDependency } = resource as { addResourceDependency?: typeof resource.addDependency };
  addResourceDependency.call(resource, target);
};
const resourceOf = (construct: IConstruct) => construct.node.defaultChild as CfnPermission;

describe('a permission that another construct depends on', () => {
  const table = (stack: Stack) => handlerIn(stack, 'Dependent');

  test.each<[string, (dependent: LambdaFunction, permission: CfnPermission) => void]>([
    ['as a construct', (dependent, permission) => dependent.node.addDependency(permission)],
    ['as a resource', (dependent, permission) => depend(resourceOf(dependent), permission)],
  ])('stays, %s', (_, dependOn) => {
    const { stack, routes } = withRoutes(http, MANY);
    dependOn(table(stack), permissionOf(routes[3]));
    const permissions = permissionsOf(stack);
    const [kept] = Object.keys(permissions).filter((id) => id.includes('books3'));

    expect(sourcesOf(stack)).toEqual(['/*/*/books3', '/*']);
    expect(dependenciesOf(stack, 'Dependent')).toContain(kept);
  });

  test('is kept, as is one that has a dependency itself', () => {
    const { stack, routes } = withRoutes(http, MANY);
    permissionOf(routes[3]).node.addDependency(table(stack));
    depend(permissionOf(routes[4]), resourceOf(table(stack)));

    expect(sourcesOf(stack)).toEqual(['/*/*/books3', '/*/*/books4', '/*']);
  });

  test.each<[string, (made: ReturnType<typeof withRoutes>) => IConstruct]>([
    ['its route', ({ routes }) => routes[3]],
    ['its API', ({ routed }) => routed.api],
  ])('as a part of %s is replaced there, too', (_, target) => {
    const made = withRoutes(http, MANY);
    table(made.stack).node.addDependency(target(made));
    const [folded] = Object.keys(permissionsOf(made.stack));

    expect(sourcesOf(made.stack)).toEqual(['/*']);
    expect(dependenciesOf(made.stack, 'Dependent')).toContain(folded);
  });

  test('can be folded if only its stack is a dependency', () => {
    const { app, stack } = withRoutes(http, MANY);
    const dependent = new Stack(app, 'Dependent');
    dependent.node.addDependency(stack);
    table(dependent);

    expect(sourcesOf(stack)).toEqual(['/*']);
    expect(dependent.dependencies).toEqual([stack]);
  });

  test('is replaced in references by the permission for the API', () => {
    const { app, stack, routes } = withRoutes(http, MANY);
    new CfnOutput(stack, 'Output', { value: permissionOf(routes[3]).ref });
    const elsewhere = new Stack(app, 'Elsewhere');
    new CfnOutput(elsewhere, 'Output', { value: permissionOf(routes[4]).attrId });
    const [folded] = Object.keys(permissionsOf(stack));
    const outputs = JSON.stringify(app.synth().getStackByName('Stack').template.Outputs);

    expect(sourcesOf(stack)).toEqual(['/*']);
    expect(outputs).toContain(`"Ref":"${folded}"`);
    expect(outputs).toContain(`"Fn::GetAtt":["${folded}","Id"]`);
  });

  test('is kept if its ID is exported already', () => {
    const { stack, routes } = withRoutes(http, MANY);
    stack.exportValue(permissionOf(routes[3]).ref);

    expect(sourcesOf(stack)).toEqual(['/*/*/books3', '/*']);
  });
});

function dependenciesOf(stack: Stack, id: string): string[] {
  const template = Stage.of(stack)?.synth().getStackArtifact(stack.artifactId).template;
  const resource = Object.entries<{ Type: string; DependsOn?: string[] }>(template.Resources).find(
    ([name, { Type }]) => name.startsWith(id) && Type === 'AWS::Lambda::Function',
  );
  return resource?.[1].DependsOn ?? [];
}
