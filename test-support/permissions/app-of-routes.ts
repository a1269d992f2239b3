import type { PermissionScope } from '@apigwv2-integrations/core';
import { App, type AppProps, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { handlerIn } from '../functions';
import { type Warning, warningsIn } from '../problems';
import { addRoutes, type Protocol, type RoutedApi } from './protocols';

export interface AppOfRoutes {
  readonly app: App;
  readonly stack: Stack;
  readonly routed: RoutedApi;
  readonly handler: LambdaFunction;
}

/** Creates an app with one stack, an API and a function. */
export function appOfRoutes({ create }: Protocol, props: AppProps = {}): AppOfRoutes {
  const app = new App({ analyticsReporting: false, treeMetadata: false, ...props });
  const stack = new Stack(app, 'Stack');
  return { app, stack, routed: create(stack, 'Api'), handler: handlerIn(stack) };
}

/** The permissions of the synthesized stack, by logical ID. */
export function permissionsOf(stack: Stack): Record<string, { Properties: Record<string, unknown>; DependsOn?: string[] }> {
  return Template.fromStack(stack).findResources('AWS::Lambda::Permission') as ReturnType<typeof permissionsOf>;
}

/** The end of the source ARN of each permission. */
export function sourcesOf(stack: Stack): unknown[] {
  return Object.values(permissionsOf(stack)).map(({ Properties: { SourceArn } }) =>
    typeof SourceArn === 'string' ? SourceArn : (SourceArn as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].at(-1),
  );
}

/** The warnings with the given code, after synthesis. */
export function warningsOfCode(app: App, code: string): Warning[] {
  app.synth();
  return warningsIn(app).filter(({ message }) => message.startsWith(`[${code}]`));
}

/** The same with routes. */
export function withRoutes(protocol: Protocol, count: number, permissionScope?: PermissionScope): AppOfRoutes & { routes: IConstruct[] } {
  const made = appOfRoutes(protocol);
  return { ...made, routes: addRoutes(made.routed, count, made.handler, { permissionScope }) };
}
