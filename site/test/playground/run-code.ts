import { createRequire } from 'node:module';
import * as core from '@apigwv2-integrations/core';
import * as url from '@apigwv2-integrations/url';
import * as websocket from '@apigwv2-integrations/websocket';
import * as cdk from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { transformSync } from 'esbuild';

const MODULES: Readonly<Record<string, unknown>> = {
  '@apigwv2-integrations/core': core,
  '@apigwv2-integrations/url': url,
  '@apigwv2-integrations/websocket': websocket,
  'aws-cdk-lib/aws-apigatewayv2': apigwv2,
};

/** The resources of the template that a generated program in TypeScript synthesizes, by their type. */
export function resourcesOf(code: string): (type: string) => readonly Record<string, unknown>[] {
  let app: cdk.App | undefined;
  class RecordedApp extends cdk.App {
    public constructor() {
      super();
      app = this;
    }
  }
  const load = (module: string): unknown =>
    module === 'aws-cdk-lib' ? { ...cdk, App: RecordedApp } : (MODULES[module] ?? createRequire(__filename)(module));
  new Function('require', 'exports', transformSync(code, { loader: 'ts', format: 'cjs' }).code)(load, {});
  const [stack] = app?.synth().stacks ?? [];
  const resources: readonly { Type: string; Properties: Record<string, unknown> }[] = Object.values(stack?.template.Resources ?? {});
  return (type) => resources.filter(({ Type }) => Type === `AWS::ApiGatewayV2::${type}`).map(({ Properties }) => Properties);
}

/** What the mapping of a generated program in TypeScript contains, whether or not it is valid. */
export function mappingIn(code: string): Record<string, string> & Record<string, Record<string, string>> {
  const [, statement = ''] = /^const (?:responseP|p)arameterMapping = ([\s\S]*?);\n(?:\nconst api|const integration)/m.exec(code) ?? [];
  return new Function('core', `with (core) { return (${statement}).mappings; }`)(core);
}
