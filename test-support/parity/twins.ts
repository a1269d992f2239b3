import type { App } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { familyExports } from '../family';
import { synthesize, type Templates } from '../synthesize';
import type { Integrations } from '../variant';

/** Builds an app with the given integrations: the CDK's or the family's. */
export type TwinApp = (app: App, integrations: Integrations) => void;

/** The result of building and synthesizing an app: its templates or an error message. */
export type Outcome = { readonly templates: Templates } | { readonly error: string };

export interface Twins {
  readonly cdk: Outcome;
  readonly ours: Outcome;
}

const family = await familyExports();

/** Builds the same app with the CDK's integrations and with the family's. */
export function buildTwins(build: TwinApp): Twins {
  return { cdk: outcomeOf(build, cdk), ours: outcomeOf(build, family) };
}

function outcomeOf(build: TwinApp, integrations: Integrations): Outcome {
  try {
    return { templates: withoutNestedHashes(synthesize((app) => build(app, integrations))) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Token numbers depend on all tokens of the process.
    return { error: message.replace(/\$\{Token\[[^\]]*\]\}/g, '${Token}') };
  }
}

/** Removes the hashes of nested templates. These are compared as files, and a hash would repeat each difference. */
function withoutNestedHashes(templates: Templates): Templates {
  return JSON.parse(JSON.stringify(templates).replace(/\/[0-9a-f]{64}\.json/g, '/nested.json'));
}
