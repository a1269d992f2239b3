import { YamlFile } from 'projen';
import type { Family } from '../../package';

/** The inputs of the action, which reach the scripts only as environment variables: they may hold untrusted text. */
const INPUTS = {
  path: { description: 'Cloud assembly folder, or template file.', default: 'cdk.out' },
  compare: {
    description:
      'Cloud assembly folder or template file of the base branch. Only new findings are reported then, and what changes in the APIs.',
    default: '',
  },
  'fail-on': { description: 'Findings that make the step fail: error, warning or never.', default: 'error' },
  ignore: { description: 'Rules to ignore, one on each line, as `rule=reason`.', default: '' },
  'sarif-file': { description: 'Also writes all findings to this file, for github/codeql-action/upload-sarif.', default: '' },
  'working-directory': { description: 'Folder of the project in which @apigwv2-integrations/local is installed.', default: '.' },
} as const;

const input = (name: keyof typeof INPUTS): string => `\${{ inputs.${name} }}`;

/** `npx --no` runs the installed command and never downloads one. */
const COMMAND = 'npx --no -- apigwv2-local check';

const IGNORED_RULES = [
  'while IFS= read -r rule; do',
  '  if [[ -n "$rule" ]]; then',
  '    options+=("--ignore=$rule")',
  '  fi',
  'done <<< "$IGNORED_RULES"',
];

const WRITE_SARIF = [
  'options=(--format=sarif --fail-on=never)',
  ...IGNORED_RULES,
  `${COMMAND} "\${options[@]}" -- "$APP" > "$SARIF_FILE"`,
].join('\n');

const CHECK = [
  'options=(--format=github "--fail-on=$FAIL_ON")',
  ...IGNORED_RULES,
  'if [[ -n "$OLD_APP" ]]; then',
  '  options+=("--compare=$OLD_APP")',
  'fi',
  `${COMMAND} "\${options[@]}" -- "$APP"`,
].join('\n');

/** The composite action of this repository, which checks an app in the workflow of another one. */
export function checkAction(root: Family): void {
  new YamlFile(root, 'action.yml', {
    obj: {
      name: 'Check API Gateway v2',
      description: 'Checks the API Gateway v2 resources of a synthesized CDK app, and shows what a pull request changes in its APIs',
      author: 'The apigwv2-integrations authors',
      branding: { icon: 'check-circle', color: 'orange' },
      inputs: Object.fromEntries(Object.entries(INPUTS).map(([name, facts]) => [name, { ...facts, required: false }])),
      runs: {
        using: 'composite',
        steps: [
          {
            name: 'Write the findings as SARIF',
            if: "inputs.sarif-file != ''",
            shell: 'bash',
            'working-directory': input('working-directory'),
            env: { APP: input('path'), IGNORED_RULES: input('ignore'), SARIF_FILE: input('sarif-file') },
            run: WRITE_SARIF,
          },
          {
            name: 'Check',
            shell: 'bash',
            'working-directory': input('working-directory'),
            env: { APP: input('path'), OLD_APP: input('compare'), FAIL_ON: input('fail-on'), IGNORED_RULES: input('ignore') },
            run: CHECK,
          },
        ],
      },
    },
  });
}
