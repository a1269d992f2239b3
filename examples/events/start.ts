import { show } from '../show';
import { EventsStack } from './events-stack';

void show(__dirname, (app) => new EventsStack(app, 'Events'));
