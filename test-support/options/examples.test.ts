import { type App, Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { ChatStack } from '../../examples/chat/chat-stack';
import { EventsStack } from '../../examples/events/events-stack';
import { PrivateStack } from '../../examples/private/private-stack';
import { chatTwin, eventsTwin, privateTwin } from '../examples/twins';
import { familyExports, variants } from '../family';
import { resourcesOf, synthesize } from '../synthesize';
import type { IntegrationVariant, Options } from '../variant';
import { coreProofs } from './core-proofs';
import { type OptionProof, type ProofFor, proofFor } from './proof';

/** Options of single service integrations, which have a proof per class. */
const OF_EACH_SERVICE = ['parameterMapping', 'keepDefaults'];

/** Options that conflict with the example's own link and mapping, which have a proof per class. */
const OF_THE_PRIVATE_EXAMPLE = ['vpcLink', 'vpc', 'hostHeader', 'stripStage'];

/** Options that affect other resources, which have a proof per class. */
const arrivesInIntegration = ([, proof]: [string, OptionProof | ProofFor]): boolean =>
  typeof proof === 'function' || proof.type === undefined;

const family = await familyExports();

describe.each([
  {
    example: 'chat',
    of: 'WebSocketIntegrationOptions',
    like: 'WebSocketLambdaIntegration',
    count: 3,
    except: [],
    build: (app: App, common: Options) => new ChatStack(app, 'Chat', { integrations: chatTwin(family, common) }),
  },
  ...['HttpIntegrationOptions', 'HttpServiceIntegrationOptions'].map((of) => ({
    example: 'events',
    of,
    like: 'HttpSqsIntegration',
    count: 6,
    except: OF_EACH_SERVICE,
    build: (app: App, common: Options) => new EventsStack(app, 'Events', { integrations: eventsTwin(family, common) }),
  })),
  ...['HttpIntegrationOptions', 'HttpPrivateIntegrationOptions'].map((of) => ({
    example: 'private',
    of,
    like: 'HttpAlbIntegration',
    count: 3,
    except: OF_THE_PRIVATE_EXAMPLE,
    build: (app: App, common: Options) => new PrivateStack(app, 'Private', { integrations: privateTwin(family, common) }),
  })),
])('examples/$example, $of', ({ of, build, like, count, except }) => {
  const proofs = Object.entries(coreProofs[of]).filter(([name]) => !except.includes(name));
  test.each(proofs.filter(arrivesInIntegration))('writes the option %s of every integration to the template', async (_name, declared) => {
    const variant = (await variants()).find(({ className }) => className === like) as IntegrationVariant;
    const { options, properties } = proofFor(declared, variant) as OptionProof;
    const integrations = resourcesOf(
      synthesize((app) => build(app, options(new Stack()))),
      'AWS::ApiGatewayV2::Integration',
    );

    expect(integrations).toHaveLength(count);
    expect(integrations).toEqual(integrations.map(() => expect.objectContaining(properties)));
  });
});
