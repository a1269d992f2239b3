import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { debugFolder } from '../../src/functions/debugging/debug-folder';
import { files } from '../support';
import { fn } from './support';

test('inline code lies below the cache, whatever its logical ID is', () => {
  const root = files({ 'node_modules/a/index.js': '' });
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(root);
  onTestFinished(() => cwd.mockRestore());
  const folder = debugFolder(fn({ location: { ...fn().location, logicalId: '../../../../etc' } }), 'cdk.out') ?? '';
  expect(dirname(dirname(folder))).toBe(join(root, 'node_modules', '.cache', 'apigwv2-local'));
});
