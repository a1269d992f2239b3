import { type Finding, findProblems, isError } from '../find-problems';
import { wantsColor } from '../terminal/line';
import { renderChecks, renderChecksJson } from '../terminal/render-checks';
import { UserError } from '../user-error';
import { APP_ARGUMENT, type Command, type FlagValues, JSON_FLAG } from './command';
import { withProgress } from './progress';

const FAIL_ON = ['error', 'warning', 'never'] as const;

/** `apigwv2-local check`: applies the rules of docs/rules.md to a synthesized app. */
export const check: Command = {
  name: 'check',
  summary: 'check the API Gateway v2 resources of a synthesized app',
  argument: APP_ARGUMENT,
  flags: [
    { name: 'fail-on', value: '<severity>', description: 'findings that lead to exit code 1 (default error)', choices: FAIL_ON },
    {
      name: 'ignore',
      value: '<rule>=<reason>',
      description: 'ignore the findings of a rule (code or ID), for the given reason',
      repeatable: true,
    },
    JSON_FLAG,
  ],
  examples: [
    ['check', 'check the app in cdk.out'],
    ["check --fail-on warning --ignore 'StageMissing=another stack deploys'", 'fail on warnings, except those of one rule'],
  ],
  page: 'docs/rules.md',
  run({ path, flags }, io) {
    const ignored = ignoredRules(flags);
    const report = withProgress(io, `checking ${path}`, () => findProblems(path, { ignore: ignored }));
    if (report.staleWarning !== undefined) {
      io.stderr.write(`apigwv2-local: ${report.staleWarning}\n`);
    }
    io.stdout.write(flags['json'] === true ? renderChecksJson(report) : renderChecks(report, wantsColor(io.stdout, io.env)));
    return report.findings.some((finding) => fails(finding, flags['fail-on'])) ? 1 : 0;
  },
};

function fails(finding: Finding, failOn: FlagValues[string] = 'error'): boolean {
  return failOn === 'warning' || (failOn === 'error' && isError(finding));
}

/** Reasons by rule. */
function ignoredRules(flags: FlagValues): Readonly<Record<string, string>> {
  const entries = (flags['ignore'] as readonly string[] | undefined) ?? [];
  return Object.fromEntries(
    entries.map((entry) => {
      const [, rule, reason] = /^([^=]+)=(.*\S.*)$/s.exec(entry) ?? [];
      if (rule === undefined || reason === undefined) {
        throw new UserError(`--ignore is ${entry}, which must be <rule>=<reason>: every ignored rule needs a reason`, 'usage');
      }
      return [rule, reason];
    }),
  );
}
