import { type Accent, arrow, box, line, type Markup, rectangle, render, text } from './svg';

/** A step of a request to an HTTP API through the local gateway. */
interface Step {
  readonly name: string;
  readonly does: string;
  readonly accent?: Accent;
  /** What ends the way of the request here. */
  readonly exit?: string;
  /** The entry of the log that it writes. */
  readonly entry?: string;
  /** IDs of rules whose findings concern it. */
  readonly rules: readonly string[];
}

/** In the order of packages/local/src/http-api. */
export const STEPS: readonly Step[] = [
  { name: 'Listener', does: 'one port for each API', exit: '400, 421, 431 malformed or too large', entry: 'received', rules: [] },
  {
    name: 'Stage and route',
    does: 'static, variable, greedy, $default',
    accent: 'blue',
    exit: '404 no stage or route matches',
    rules: ['route-key-twice', 'routes-differ-by-variable'],
  },
  {
    name: 'CORS preflight',
    does: 'only if no route takes OPTIONS',
    accent: 'blue',
    exit: '204 answered by the API itself',
    rules: ['cors-origin-invalid', 'cors-preflight-authorized'],
  },
  {
    name: 'Authorizer',
    does: 'JWT, Lambda or IAM',
    accent: 'amber',
    exit: '401, 403 refused',
    entry: 'authorizer',
    rules: ['authorizer-type-mismatch', 'identity-source-invalid'],
  },
  {
    name: 'Request mapping',
    does: 'headers, query string, path',
    accent: 'purple',
    entry: 'mapped',
    rules: ['source-unknown', 'header-reserved'],
  },
  {
    name: 'Integration',
    does: 'function, URL, private, AWS service',
    accent: 'green',
    exit: '500 it failed, 503 no answer in time',
    entry: 'event, invocation, result',
    rules: ['invoke-permission-missing', 'url-invalid'],
  },
  {
    name: 'Response mapping',
    does: 'headers and status code',
    accent: 'purple',
    entry: 'integration-response',
    rules: ['response-status-invalid', 'source-not-in-direction'],
  },
  {
    name: 'CORS headers',
    does: 'for an allowed origin',
    accent: 'blue',
    entry: 'answer, request',
    rules: ['cors-credentials-with-any-origin'],
  },
];

const TOP = 84;
const STEP = { x: 338, width: 284, height: 56, gap: 26 };
const RULES_X = STEP.x - 46;
const ENTRY_X = STEP.x + STEP.width + 46;

/** One request's way through the local gateway, with what each step can report. */
export function requestPicture(): string {
  const yOf = (index: number) => TOP + 56 + index * (STEP.height + STEP.gap);
  const end = yOf(STEPS.length);
  const heading = (x: number, content: string, anchor: 'start' | 'middle' | 'end') =>
    text(x, 34, content, { size: 14, anchor, classes: 'bold' });
  const middle = STEP.x + STEP.width / 2;
  const content: Markup[] = [
    heading(RULES_X, 'Findings before deployment', 'end'),
    text(RULES_X, 53, 'check, ApiGatewayV2Checks', { size: 12, anchor: 'end', classes: 'mono muted' }),
    heading(middle, 'One request', 'middle'),
    text(middle, 53, 'apigwv2-local serve', { size: 12, anchor: 'middle', classes: 'mono muted' }),
    heading(ENTRY_X, 'Answers and log entries', 'start'),
    text(ENTRY_X, 53, '--json, --ui, terminal', { size: 12, classes: 'mono muted' }),
    pill(TOP, 'client'),
    arrow([
      [middle, TOP + 30],
      [middle, yOf(0) - 2],
    ]),
    ...STEPS.flatMap((step, index) => [
      ...row(step, yOf(index)),
      arrow([
        [middle, yOf(index) + STEP.height],
        [middle, yOf(index + 1) - 2],
      ]),
    ]),
    pill(end, 'client'),
  ];
  return render({
    name: 'request',
    title: 'The way of one request through the local gateway',
    description: `A request passes these steps: ${STEPS.map(({ name, does, exit, entry }) => {
      const more = [exit === undefined ? '' : `can end it with ${exit}`, entry === undefined ? '' : `writes the log entry ${entry}`];
      return [`${name} (${does})`, ...more.filter((each) => each !== '')].join(', ');
    }).join('; ')}. Findings of the checks concern the same steps: ${STEPS.flatMap(({ rules }) => rules).join(', ')}.`,
    height: end + 54,
    content,
  });

  function pill(y: number, name: string): Markup {
    return [
      rectangle({ x: middle - 60, y, width: 120, height: 30 }, 'box', 15),
      text(middle, y + 20, name, { anchor: 'middle', classes: 'muted' }),
    ].join('\n');
  }
}

function row({ name, does, accent, exit, entry, rules }: Step, y: number): Markup[] {
  const center = y + STEP.height / 2;
  const right = [exit, entry].filter((each) => each !== undefined);
  const lineY = (index: number, count: number) => center + 4 + (index - (count - 1) / 2) * 19;
  return [
    box({ x: STEP.x, y, width: STEP.width, height: STEP.height }, name, [does], accent ?? 'box'),
    ...(rules.length === 0 ? [] : [line(RULES_X + 8, center, STEP.x, center, 'line dashed')]),
    ...rules.map((rule, index) => text(RULES_X, lineY(index, rules.length), rule, { size: 12, anchor: 'end', classes: 'mono' })),
    arrow([
      [STEP.x + STEP.width, center],
      [ENTRY_X - 8, center],
    ]),
    ...(exit === undefined ? [] : [text(ENTRY_X, lineY(0, right.length), exit)]),
    ...(entry === undefined ? [] : [text(ENTRY_X, lineY(right.length - 1, right.length), entry, { size: 12, classes: 'mono muted' })]),
  ];
}
