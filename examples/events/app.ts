import { App } from 'aws-cdk-lib';
import { EventsStack } from './events-stack';

const app = new App();
new EventsStack(app, 'Events');
app.synth();
