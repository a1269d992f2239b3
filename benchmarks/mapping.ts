import { checkMapping, compileMapping, evaluateRequest, readMapping } from '@apigwv2-integrations/core/engine';

/**
 * What a mapping costs, as a ratio to JSON.parse of the same request: rounds in turn, the median of each.
 *
 * Usage: npm run bench -- mapping
 */
const ROUNDS = 9;
const CALLS = 20_000;

const request = {
  path: '/books/42',
  headers: [
    ['host', 'api.example.com'],
    ['user-agent', 'curl/8.5.0'],
    ['accept', 'application/json'],
    ['x-forwarded-for', '192.0.2.1'],
    ['header1', 'first'],
  ] as const,
  query: [['q', 'search']] as const,
  body: JSON.stringify({
    user: { name: 'Ada', mail: 'ada@example.com' },
    items: Array.from({ length: 10 }, (_, id) => ({ id, sku: `s-${id}`, count: 2 })),
  }),
};
const text = JSON.stringify(request);
const evaluationContext = { pathVariable: () => '42', context: () => 'r-1', stageVariable: () => 'v2' };

const headersOnly = {
  'append:header.header2': '$request.header.header1',
  'remove:header.header1': '',
  'overwrite:path': '/v2${request.path}',
};
const withBody = { ...headersOnly, 'append:header.x-user': '$request.body.user.name', 'append:header.x-request': '${context.requestId}' };

const compiled = {
  headersOnly: compileMapping(Object.entries(headersOnly), 'request'),
  withBody: compileMapping(Object.entries(withBody), 'request'),
};

const subjects: Record<string, () => unknown> = {
  'JSON.parse of the request': () => JSON.parse(text),
  'evaluate 3 entries, headers and path': () => evaluateRequest(compiled.headersOnly, { ...request, ...evaluationContext }),
  'evaluate 5 entries, one from the body': () => evaluateRequest(compiled.withBody, { ...request, ...evaluationContext }),
  'read and check 5 entries': () => checkMapping(readMapping(Object.entries(withBody)), 'request'),
};

function secondsOf(subject: () => unknown): number {
  const start = process.hrtime.bigint();
  for (let call = 0; call < CALLS; call++) {
    subject();
  }
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const rounds = Array.from({ length: ROUNDS + 1 }, () => Object.values(subjects).map(secondsOf)).slice(1);
const sorted = (column: number) => rounds.map((round) => round[column] / round[0]).sort((a, b) => a - b);

console.log(
  `Node.js ${process.version}, ${ROUNDS} rounds of ${CALLS} calls, a request of ${text.length} bytes; time as a ratio to JSON.parse of it`,
);
for (const [column, name] of Object.keys(subjects).entries()) {
  const ratios = sorted(column);
  const [low, median, high] = [ratios[0], ratios[Math.floor(ROUNDS / 2)], ratios[ROUNDS - 1]].map((ratio) => ratio.toFixed(2));
  console.log(`${name.padEnd(40)} ${median}  (${low} to ${high})`);
}
