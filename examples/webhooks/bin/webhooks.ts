import { App } from 'aws-cdk-lib';
import { WebhooksStack } from '../lib/webhooks-stack';

const app = new App();
new WebhooksStack(app, 'WebhooksStack');
