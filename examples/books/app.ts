import { App } from 'aws-cdk-lib';
import { BooksStack } from './books-stack';
import { MembersStack } from './members-stack';

const app = new App();
new BooksStack(app, 'Books');
new BooksStack(app, 'PythonBooks', { python: true });
new MembersStack(app, 'Members');
app.synth();
