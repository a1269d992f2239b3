import { App } from 'aws-cdk-lib';
import { BooksStack } from '../../../examples/books/books-stack';

// The app of the screencasts of serve and explain: the example, with one of its stacks.
const app = new App({ outdir: process.argv[2], analyticsReporting: false });
new BooksStack(app, 'Books');
app.synth();
