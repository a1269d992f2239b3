import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type GatewayOptions, LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { ChatStack } from './chat-stack';
import { startLocalServices } from './local-services';

/** The key of the tokens. */
export const SECRET = 'a key of the tests';

/** The chat on this machine, and what it needs. */
export interface RunningChat {
  readonly gateway: LocalGateway;
  close(): Promise<void>;
}

/** Synthesizes the chat and loads it, with stand-ins of its table and its website. */
export async function runChat(options: GatewayOptions = {}): Promise<RunningChat> {
  // Within the repository, so that the functions find the AWS SDK.
  const cache = join(__dirname, '../../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const outdir = mkdtempSync(join(cache, 'chat-'));
  const app = new App({ outdir });
  new ChatStack(app, 'Chat');
  app.synth();
  const services = await startLocalServices();
  const gateway = await LocalGateway.load(outdir, {
    endpoints: { dynamodb: services.table },
    targets: { 'https://quotes.example.com': services.quotes },
    overrides: {
      values: { TokenSecret: SECRET },
      environment: { 'Chat/ChatHandler': { AWS_ENDPOINT_URL_DYNAMODB: services.table } },
    },
    ...options,
  });
  return {
    gateway,
    async close() {
      await gateway.close();
      services.close();
      rmSync(outdir, { recursive: true, force: true });
    },
  };
}
