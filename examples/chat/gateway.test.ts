import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningChat, runChat, SECRET } from './gateway';
import { tokenFor } from './token';

let chat: RunningChat;

beforeAll(async () => {
  chat = await runChat();
}, 60_000);

afterAll(() => chat.close());

const connect = (token: string) => chat.gateway.connect({ path: `/live?token=${token}` });

test('a member hears who joins the room, and what is said', async () => {
  const ada = await connect(tokenFor('ada', SECRET));
  ada.send('{"action":"join","room":"music"}');
  expect(await ada.next()).toBe('{"room":"music","present":["ada"]}');

  const bob = await connect(tokenFor('bob', SECRET));
  bob.send('{"action":"join","room":"music"}');
  expect(await ada.next()).toBe('{"joined":"bob"}');

  bob.send('{"action":"send","text":"hello"}');
  expect(await ada.next()).toBe('{"from":"bob","text":"hello"}');

  bob.close(1000);
  expect(await ada.next()).toBe('{"left":"bob"}');
  ada.close(1000);
}, 60_000);

test('two members talk in a room', async () => {
  const transcript: string[] = [];
  const client = async (name: string) => {
    const connection = await connect(tokenFor(name, SECRET));
    return {
      send(message: object) {
        transcript.push(`${name} > ${JSON.stringify(message)}`);
        connection.send(JSON.stringify(message));
      },
      async hear() {
        transcript.push(`${name} < ${await connection.next()}`);
      },
      connection,
    };
  };
  const [ada, bob] = await Promise.all([client('ada'), client('bob')]);

  ada.send({ action: 'join', room: 'books' });
  await ada.hear();
  bob.send({ action: 'join', room: 'books' });
  await ada.hear();
  await bob.hear();
  bob.send({ action: 'send', text: 'hello' });
  await ada.hear();
  await bob.hear();
  ada.send({ action: 'who' });
  await ada.hear();
  ada.send({ action: 'quote' });
  await ada.hear();
  ada.send({ action: 'shout', text: 'quiet' });
  await ada.hear();
  ada.send({ action: 'help' });
  await ada.hear();
  bob.connection.close(1000);
  await ada.hear();

  expect(transcript).toEqual([
    'ada > {"action":"join","room":"books"}',
    'ada < {"room":"books","present":["ada"]}',
    'bob > {"action":"join","room":"books"}',
    'ada < {"joined":"bob"}',
    'bob < {"room":"books","present":["ada","bob"]}',
    'bob > {"action":"send","text":"hello"}',
    'ada < {"from":"bob","text":"hello"}',
    'bob < {"delivered":1}',
    'ada > {"action":"who"}',
    'ada < {"room":"books","present":["ada","bob"]}',
    'ada > {"action":"quote"}',
    'ada < {"quote":"Talk is cheap. Show me the code."}',
    'ada > {"action":"shout","text":"quiet"}',
    'ada < {"loud": "QUIET"}',
    'ada > {"action":"help"}',
    'ada < {"usage":[{"action":"join","room":"books"},{"action":"send","text":"hello"}]}',
    'ada < {"left":"bob"}',
  ]);
}, 60_000);

test.each(['', 'ada', 'ada.00', tokenFor('ada', 'another key')])('the token %j is refused', async (token) => {
  await expect(connect(token)).rejects.toMatchObject({ statusCode: token === '' ? 401 : 403 });
});

test('a connection reports how it was closed', async () => {
  const { gateway } = chat;
  const client = await gateway.connect({ path: `/live?token=${tokenFor('eve', SECRET)}`, headers: { 'user-agent': 'test' } });

  client.send('{"action":"who"}');
  expect(JSON.parse(await client.next())).toEqual({ room: null, present: [] });

  client.close(1000);
  expect(await client.closed).toEqual({ code: 1000, reason: '' });
});
