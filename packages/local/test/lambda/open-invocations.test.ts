import { expect, test } from 'vitest';
import { Invocation } from '../../src/backends/lambda/invocation';
import { OpenInvocations } from '../../src/backends/lambda/open-invocations';

const named = (event: string) =>
  new Invocation(
    event,
    { requestId: event, timeoutMillis: 1000 },
    0,
    () => undefined,
    () => undefined,
  );
const visited = (open: OpenInvocations) => {
  const events: string[] = [];
  open.visit(({ event }) => events.push(event));
  return events.sort().join('');
};

function opened(events: string) {
  const open = new OpenInvocations();
  const invocations = [...events].map(named);
  for (const each of invocations) {
    open.add(each);
  }
  return { open, invocations };
}

test.each([
  ['a', 'bcd'],
  ['b', 'acd'],
  ['d', 'abc'],
  ['ab', 'cd'],
  ['da', 'bc'],
  ['cbda', ''],
])('without %s, %s are left', (gone, left) => {
  const { open, invocations } = opened('abcd');
  for (const event of gone) {
    open.delete(invocations.find((each) => each.event === event) as Invocation);
  }

  expect(visited(open)).toBe(left);
  expect(open.size).toBe(left.length);
});

test('one that is gone already takes none with it', () => {
  const { open, invocations } = opened('abc');
  open.delete(invocations[0] as Invocation);
  open.delete(invocations[0] as Invocation);
  open.delete(named('x'));

  expect(visited(open)).toBe('bc');
});

test('all are visited, even if the visited one goes', () => {
  const { open } = opened('abcdefg');
  const events: string[] = [];
  open.visit((each) => {
    events.push(each.event);
    open.delete(each);
  });

  expect(events.sort().join('')).toBe('abcdefg');
  expect(open.size).toBe(0);
});

test('one that is added later takes a place of its own', () => {
  const { open, invocations } = opened('abc');
  open.delete(invocations[0] as Invocation);
  open.add(named('d'));
  open.delete(invocations[2] as Invocation);

  expect(visited(open)).toBe('bd');
});
