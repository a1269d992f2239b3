import { loadAssembly } from '../assembly/load-assembly';
import type { Template } from '../assembly/template';
import { Diagnostics } from '../diagnostics/diagnostics';
import { reportUnsupportedResources } from '../diagnostics/report-unsupported-resources';
import { applyConditions } from '../template/apply-conditions';
import { Conditions } from '../template/conditions';
import { localEndpoints } from '../template/endpoints';
import { LocalValues } from '../template/local-values/local-values';
import { checkOverrides } from '../template/overrides/check-overrides';
import { OverrideLookup } from '../template/overrides/override-lookup';
import { allOverrides } from '../template/overrides/read-overrides';
import { Resources } from '../template/values/resources';
import type { PlanContext } from './context';
import { apiGroups } from './display/api-groups';
import { Functions } from './functions/read-function';
import type { Plan, PlanOptions } from './plan';
import { readApiPlan } from './read-api-plan';
import { Routes } from './read-routes';

export type { Diagnostic, NamedApi, Plan, PlanOptions } from './plan';

/**
 * Works out what of a synthesized app can be served here, every value turned into one of this machine. Reads nothing outside of
 * the assembly but the files of overrides.
 *
 * @param source a cloud assembly folder (`cdk.out`) or a CloudFormation template in JSON
 * @throws UserError for what cannot be read, and for overrides that name nothing of the app
 */
export function readPlan(source: string, options: PlanOptions = {}): Plan {
  const overrides = new OverrideLookup(allOverrides(options.overrides));
  const { kind, templates } = loadAssembly(source);
  const diagnostics = new Diagnostics();
  const context = { local: settledValues(templates, overrides, options, diagnostics), overrides, diagnostics };
  reportUnsupportedResources(templates, context);
  const apis = readApis(context);
  checkOverrides(overrides, templates, new Resources(templates));
  return { source, kind, apis, diagnostics: diagnostics.all };
}

/** Conditions are worked out on the templates as they are written, everything else on what the conditions leave of them. */
function settledValues(
  templates: readonly Template[],
  overrides: OverrideLookup,
  options: PlanOptions,
  diagnostics: Diagnostics,
): LocalValues {
  const settings = {
    overrides,
    defaults: options,
    condition: (name: string, template: Template) => conditions.isTrue(name, template),
  };
  const conditions = new Conditions(new LocalValues(new Resources(templates), settings), diagnostics);
  const settled = templates.map((template) => applyConditions(template, (name) => conditions.isTrue(name, template)));
  const local: LocalValues = new LocalValues(new Resources(settled), { ...settings, finish: (text) => finish(text) });
  const finish = localEndpoints(local, options.endpoint);
  return local;
}

function readApis(context: PlanContext) {
  const functions = new Functions(context);
  const routes = new Routes(functions, context);
  return apiGroups(context.local.resolver).flatMap((group) => readApiPlan(group, routes, functions, context) ?? []);
}
