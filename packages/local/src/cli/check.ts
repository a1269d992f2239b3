import { findProblems, isError } from '../find-problems';
import { wantsColor } from '../terminal/line';
import { renderChecks, renderChecksJson } from '../terminal/render-checks';
import type { Command } from './command';
import { pathArgument } from './path-argument';

/** `apigwv2-local check`: applies the rules of docs/rules.md to a synthesized app. */
export const check: Command = {
  name: 'check',
  usage: 'apigwv2-local check <cloud assembly folder or template file> [--json]',
  summary: 'check the API Gateway v2 resources of a synthesized app; exit code 1 on errors',
  run(args, io) {
    const { path, json } = pathArgument('check', args);
    const checked = findProblems(path);
    io.stdout.write(json ? renderChecksJson(checked) : renderChecks(checked, wantsColor(io.stdout, io.env)));
    return checked.findings.some(isError) ? 1 : 0;
  },
};
