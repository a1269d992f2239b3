import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(__dirname, '..');

/** Runs the command of `npm start`, without npm. */
function start(...args: readonly string[]) {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, '--tsconfig', 'tsconfig.dev.json', 'examples/start.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: 'false', NO_COLOR: '1' },
  });
  return { status, stdout, stderr };
}

describe('npm start', () => {
  test.each([
    ['chat', 'send (answers)', 'examples/chat/cdk.out/Chat.template.json'],
    ['events', 'EventBridge-PutEvents', 'examples/events/cdk.out/Events.template.json'],
    ['private', 'ANY /shop/{proxy+}', 'examples/private/cdk.out/Private.template.json'],
  ])('-- %s shows that example', (name, route, template) => {
    const { status, stdout } = start(name, '--no-serve');

    expect(stdout).toContain(route);
    expect(stdout).toContain(template);
    expect(status).toBe(0);
  });

  test('of another name says which there are', () => {
    expect(start('nope')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'there is no example nope to start: choose one of books, chat, events, private\n',
    });
  });
});
