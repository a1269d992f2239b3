import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

import { expect, test } from 'vitest';
import { app as before } from './cdk-classes';
import { app as after } from './our-classes';

const templateOf = (app: App) => Template.fromStack(app.node.findChild('Books') as Stack).toJSON();
const withoutIntegrationImports = (file: string) =>
  readFileSync(join(__dirname, file), 'utf8')
    .split('\n')
    .filter((line) => !/^import .*integrations/.test(line));

test('only the imports of integrations change', () => {
  expect(withoutIntegrationImports('our-classes.ts')).toEqual(withoutIntegrationImports('cdk-classes.ts'));
});

test('the template stays the same', () => {
  expect(templateOf(after)).toEqual(templateOf(before));
});
