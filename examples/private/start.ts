import { show } from '../show';
import { PrivateStack } from './private-stack';

void show(__dirname, (app) => new PrivateStack(app, 'Private'));
