import { show } from '../show';
import { ChatStack } from './chat-stack';

void show(__dirname, (app) => new ChatStack(app, 'Chat'));
