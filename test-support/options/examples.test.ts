import { type App, Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { ChatStack } from '../../examples/chat/chat-stack';
import { PrivateStack } from '../../examples/private/private-stack';
import { chatTwin, privateTwin } from '../examples/twins';
import { familyExports, variants } from '../family';
import { resourcesOf, synthesize } from '../synthesize';
import type { IntegrationVariant, Options } from '../variant';
import { coreProofs } from './core-proofs';
import { type OptionProof, type ProofFor, proofFor } from './proof';

/** What arrives elsewhere has its proof by the class. */
const arrivesInIntegration = ([, proof]: [string, OptionProof | ProofFor]): boolean =>
  typeof proof === 'function' || proof.type === undefined;

const family = await familyExports();

describe.each([
  {
    example: 'chat',
    of: 'WebSocketIntegrationOptions',
    like: 'WebSocketLambdaIntegration',
    build: (app: App, common: Options) => new ChatStack(app, 'Chat', { integrations: chatTwin(family, common) }),
  },
  {
    example: 'private',
    of: 'HttpIntegrationOptions',
    like: 'HttpAlbIntegration',
    build: (app: App, common: Options) => new PrivateStack(app, 'Private', { integrations: privateTwin(family, common) }),
  },
])('examples/$example', ({ of, build, like }) => {
  test.each(Object.entries(coreProofs[of]).filter(arrivesInIntegration))(
    'brings %s of every integration to the template',
    async (_name, declared) => {
      const variant = (await variants()).find(({ className }) => className === like) as IntegrationVariant;
      const { options, properties } = proofFor(declared, variant) as OptionProof;
      const integrations = resourcesOf(
        synthesize((app) => build(app, options(new Stack()))),
        'AWS::ApiGatewayV2::Integration',
      );

      expect(integrations).toHaveLength(3);
      expect(integrations).toEqual(integrations.map(() => expect.objectContaining(properties)));
    },
  );
});
