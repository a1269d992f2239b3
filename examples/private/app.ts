import { App } from 'aws-cdk-lib';
import { PrivateStack } from './private-stack';

const app = new App();
new PrivateStack(app, 'Private');
app.synth();
