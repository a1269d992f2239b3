/** A request that a client sends while `serve` runs. */
export interface ClientRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A terminal session that is recorded from real commands. */
export interface Screencast {
  readonly title: string;
  /** For those who cannot see it. */
  readonly description: string;
  /** The app whose assembly is in cdk.out: a program that gets the folder as its argument. */
  readonly app: string;
  /** Arguments of `apigwv2-local`. */
  readonly command: readonly string[];
  /** Further arguments, which are not shown: a port, servers and programs of the machine that records. */
  readonly hidden?: readonly string[];
  /** Sent to what `serve` serves. @default the command ends by itself */
  readonly requests?: readonly ClientRequest[];
}

export const COLUMNS = 112;

/** By name: docs/images/<name>.cast is the recording, and docs/images/<name>.svg the picture of it. */
export const SCREENCASTS: Readonly<Record<string, Screencast>> = {
  'screencast-check': {
    title: 'apigwv2-local check finds a misspelled source and a reserved header',
    description:
      'The command check reads cdk.out and reports two errors, each with the construct, the invalid expression, a caret line under it, the remedy and the rule.',
    app: 'test-support/screencasts/shop/app.ts',
    command: ['check', 'cdk.out'],
  },
  'screencast-explain': {
    title: 'apigwv2-local explain shows which route a request takes, and why',
    description:
      'The command explain shows the selected route and its variables, the stage, CORS, the authorizer, the integration, its target and the permission that allows the invocation.',
    app: 'test-support/screencasts/books/app.ts',
    command: ['explain', 'GET', '/books/1', 'cdk.out'],
  },
  'screencast-serve': {
    title: 'apigwv2-local serve runs the API on this machine',
    description:
      'The command serve lists the routes with a curl command for each. Then requests of a client appear as they are answered: one by a function, one without a route, one by a URL, with its mapping.',
    app: 'test-support/screencasts/books/app.ts',
    command: ['serve', 'cdk.out', '--verbose'],
    hidden: ['--port', '0', '--target', 'https://docs.example.com={docs}', '--runtime', 'nodejs22.x={node}'],
    requests: [{ path: '/books/1' }, { path: '/nope' }, { path: '/docs/guide?page=2', headers: { header1: 'first' } }],
  },
};
