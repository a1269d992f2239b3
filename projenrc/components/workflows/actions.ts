import { NODE_LINES } from '../../family';

/** A GitHub action that the workflows use. */
export interface Action {
  readonly name: string;
  readonly version: string;
  /** The commit of the version; if it is undefined, the tag of the major version is used. */
  readonly commit?: string;
}

/** Pinned by commit where a public source confirms the commit, because a tag can be moved. docs/releasing.md lists them. */
export const ACTIONS = {
  checkout: { name: 'actions/checkout', version: 'v5.0.0', commit: '08c6903cd8c0fde910a37f88322edcfb5dd907a8' },
  node: { name: 'actions/setup-node', version: 'v5.0.0', commit: 'a0853c24544627f65ddf259abe73b1d18a591444' },
  python: { name: 'actions/setup-python', version: 'v6.0.0', commit: 'e797f83bcb11b83ae66e0230d6156d7c80228e7c' },
  java: { name: 'actions/setup-java', version: 'v5.0.0', commit: 'dded0888837ed1f317902acf8a20df0ad188d165' },
  go: { name: 'actions/setup-go', version: 'v6.0.0', commit: '44694675825211faa026b3c33043df3e48a5fa00' },
  dotnet: { name: 'actions/setup-dotnet', version: 'v5.0.0', commit: 'd4c94342e560b34958eacfc5d055d21461ed1c5d' },
  upload: { name: 'actions/upload-artifact', version: 'v4.6.2', commit: 'ea165f8d65b6e75b540449e92b4886f43607fa02' },
  download: { name: 'actions/download-artifact', version: 'v4.3.0', commit: 'd3f86a106a0bac45b974a628896c90dbdf5c8093' },
  configurePages: { name: 'actions/configure-pages', version: 'v5.0.0', commit: '983d7736d9b0ae728b81ab479565c72886d7745b' },
  uploadPages: { name: 'actions/upload-pages-artifact', version: 'v4.0.0', commit: '7b1f4a764d45c48632c6b24a0339c27f5614fb0b' },
  deployPages: { name: 'actions/deploy-pages', version: 'v4.0.5', commit: 'd6db90164ac5ed86f2b6aed7e0febac5b3c0c03e' },
  pullRequest: { name: 'peter-evans/create-pull-request', version: 'v7.0.8', commit: '271a8d0340265f705b14b6d32b9829c1cb33d45e' },
} as const satisfies Record<string, Action>;

const uses = ({ name, version, commit }: Action): string => `${name}@${commit ?? version.split('.')[0]}`;

/** Removes the token after the checkout, because later steps do not need it. */
export const CHECKOUT = { name: 'Check out', uses: uses(ACTIONS.checkout), with: { 'persist-credentials': false } };
/** Includes all history and tags, which lerna and the comparison with the last release need. */
export const CHECKOUT_ALL = { ...CHECKOUT, with: { 'persist-credentials': false, 'fetch-depth': 0 } };
/** Keeps the token, for the only job that pushes. */
export const CHECKOUT_TO_PUSH = { ...CHECKOUT, with: { 'fetch-depth': 0 } };

const setUpNode = (version: string) => ({
  name: 'Set up Node.js',
  uses: uses(ACTIONS.node),
  with: { 'node-version': version, 'package-manager-cache': false },
});
export const NODE = setUpNode(NODE_LINES[0]);
/** Sets up the Node.js version of the job's matrix. */
export const NODE_OF_MATRIX = setUpNode('${{ matrix.node }}');
export const PYTHON = { name: 'Set up Python', uses: uses(ACTIONS.python), with: { 'python-version': '3.11' } };
export const JAVA = { name: 'Set up Java', uses: uses(ACTIONS.java), with: { distribution: 'temurin', 'java-version': '17' } };
export const GO = { name: 'Set up Go', uses: uses(ACTIONS.go), with: { 'go-version': '1.25', cache: false } };
export const DOTNET = { name: 'Set up .NET', uses: uses(ACTIONS.dotnet), with: { 'dotnet-version': '8.0' } };
export const LANGUAGES = [NODE, PYTHON, JAVA, GO];

export const INSTALL = { name: 'Install', run: 'npm ci' };

export const upload = (path: string) => ({
  name: 'Upload the distributions',
  uses: uses(ACTIONS.upload),
  with: { name: 'dist', path, 'if-no-files-found': 'error' },
});
export const DOWNLOAD = { name: 'Download the distributions', uses: uses(ACTIONS.download), with: { name: 'dist', path: 'dist' } };

/** Outputs the path of the site on its host as `base_path`. */
export const CONFIGURE_PAGES = { name: 'Read the address of the site', id: 'pages', uses: uses(ACTIONS.configurePages) };
export const uploadPages = (path: string) => ({ name: 'Upload the site', uses: uses(ACTIONS.uploadPages), with: { path } });
export const DEPLOY_PAGES = { name: 'Publish the site', id: 'deployment', uses: uses(ACTIONS.deployPages) };

export const pullRequest = (options: Record<string, string | boolean>) => ({
  name: 'Open the pull request',
  uses: uses(ACTIONS.pullRequest),
  with: options,
});
