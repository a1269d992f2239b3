import type { App } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { familyExports } from '../family';
import { synthesize, type Templates } from '../synthesize';
import type { Integrations } from '../variant';

/** An app written once, for the CDK's integrations and for the family's. */
export type TwinApp = (app: App, integrations: Integrations) => void;

/** What came of building and synthesizing an app: its templates, or the message of the error. */
export type Outcome = { readonly templates: Templates } | { readonly error: string };

export interface Twins {
  readonly cdk: Outcome;
  readonly ours: Outcome;
}

const family = await familyExports();

/** Builds the same app twice, with the CDK's integrations and with the family's. */
export function buildTwins(build: TwinApp): Twins {
  return { cdk: outcomeOf(build, cdk), ours: outcomeOf(build, family) };
}

function outcomeOf(build: TwinApp, integrations: Integrations): Outcome {
  try {
    return { templates: withoutNestedHashes(synthesize((app) => build(app, integrations))) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The CDK counts tokens over the whole process.
    return { error: message.replace(/\$\{Token\[[^\]]*\]\}/g, '${Token}') };
  }
}

/** A nested stack's template is compared as a file of its own; its hash would tell every difference twice. */
function withoutNestedHashes(templates: Templates): Templates {
  return JSON.parse(JSON.stringify(templates).replace(/\/[0-9a-f]{64}\.json/g, '/nested.json'));
}
