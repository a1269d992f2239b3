import { expect, test } from 'vitest';
import { body, hosted, inline, until } from './support';

test('the console, with level and request', async () => {
  const { call, output } = hosted();
  const one = body(`
    console.log('a %s', 'b', { c: 1 }); console.info('i'); console.debug('d'); console.trace('t');
    console.warn('w'); console.error(new Error('e').message); console.log(JSON.stringify({ level: 'INFO', message: 'x' })); console.log();
  `);
  await call(one);
  const expected = [
    ['INFO', 'a b { c: 1 }'],
    ['INFO', 'i'],
    ['DEBUG', 'd'],
    ['TRACE', 't'],
    ['WARN', 'w'],
    ['ERROR', 'e'],
    ['INFO', '{"level":"INFO","message":"x"}'],
    ['INFO', ''],
  ];
  expect(output()).toEqual(expected.map(([level, text]) => ({ kind: 'function', function: 'books', requestId: 'r-1', level, text })));
});

test('streams, a line each', async () => {
  const { call, output } = hosted();
  const one = body(`
    process.stdout.write('a');
    process.stdout.write('b\\nc\\nd');
    process.stderr.write(Buffer.from('e\\n'), () => {});
    process.stdout.write('Zg==', 'base64');
    await new Promise((resolve) => process.stdout.write('', resolve));
    console.dir({ a: 1 });
    new console.Console(process.stdout).log('own');
    process.stderr.write('no end');
  `);
  await call(one);
  const of = (level: string) =>
    output()
      .filter((each) => each.level === level)
      .map(({ text }) => text);
  expect(of('stdout')).toEqual(['ab', 'c', 'df{ a: 1 }', 'own']);
  expect(of('stderr')).toEqual(['e', 'no end']);
  expect(new Set(output().map(({ requestId }) => requestId))).toEqual(new Set(['r-1']));
});

test('what the code writes while it loads belongs to no request', async () => {
  const { host, output } = hosted();
  await host.prepare([inline('console.log("loading"); exports.handler = async () => {};')]);
  expect(output()).toEqual([{ kind: 'function', function: 'books', requestId: undefined, level: 'INFO', text: 'loading' }]);
});

test('what is written after the result belongs to the last request', async () => {
  const { call, output, texts } = hosted();
  await call(body('setTimeout(() => console.log("later"), 20);'));
  await until(() => texts().includes('later'));
  expect(output()).toMatchObject([{ requestId: 'r-1', text: 'later' }]);
});

test('what was written before the end is not lost', async () => {
  const { invoke, texts } = hosted();
  await invoke(body('console.log("before"); process.stdout.write("half"); process.exit(1);'));
  expect(texts()).toEqual(['before', 'half', 'its process exited with code 1']);
});

test('warnings of Node.js are output', async () => {
  const { call, texts } = hosted();
  await call(body('process.emitWarning("careful");'));
  await until(() => texts().some((text) => text.includes('Warning: careful')));
});

test('a flood is held back, and nothing of it is lost', async () => {
  const { call, output } = hosted();
  await call(body('for (let i = 0; i < 50000; i++) { console.log(i); }'));
  expect(output().map(({ text }) => text)).toEqual(Array.from({ length: 50_000 }, (_, index) => String(index)));
});
