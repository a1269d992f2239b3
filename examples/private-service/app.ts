import { App } from 'aws-cdk-lib';
import { BooksStack } from './books-stack';

const app = new App();
new BooksStack(app, 'Books');
