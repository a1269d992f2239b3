import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pythonWith } from '../../packages/local/test/runtimes/python-environment';
import { runChat, SECRET } from './gateway';
import { tokenFor } from './token';

test('two members talk in a room, with the library websockets for Python', async () => {
  const python = pythonWith('websockets');
  const chat = await runChat();
  try {
    const { port } = await chat.gateway.listen();
    const urls = ['ada', 'bob'].map((name) => `ws://127.0.0.1:${port}/live?token=${tokenFor(name, SECRET)}`);
    const child = spawn(python, [join(__dirname, 'talk.py'), ...urls], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trimEnd().split('\n')).toEqual([
      'ada > {"action": "join", "room": "books"}',
      'ada < {"room":"books","present":["ada"]}',
      'bob > {"action": "join", "room": "books"}',
      'ada < {"joined":"bob"}',
      'bob < {"room":"books","present":["ada","bob"]}',
      'bob > {"action": "send", "text": "hello"}',
      'ada < {"from":"bob","text":"hello"}',
      'bob < {"delivered":1}',
      'ada > {"action": "quote"}',
      'ada < {"quote":"Talk is cheap. Show me the code."}',
      'ada < {"left":"bob"}',
    ]);
  } finally {
    await chat.close();
  }
}, 180_000);
