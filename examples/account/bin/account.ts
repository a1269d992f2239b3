import { App } from 'aws-cdk-lib';
import { AccountStack } from '../lib/account-stack';

const app = new App();
new AccountStack(app, 'AccountStack');
