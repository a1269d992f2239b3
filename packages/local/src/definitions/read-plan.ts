import { printLocation, type TemplateFile } from '@apigwv2-integrations/core/assembly';
import { type ApiGroup, applyConditions, Conditions, groupByApi, Resources, type Template } from '@apigwv2-integrations/core/engine';
import { Diagnostics } from '../diagnostics/diagnostics';
import { reportUnsupportedResources } from '../diagnostics/report-unsupported-resources';
import { loadAssembly, staleWarning } from '../load-assembly';
import { localEndpoints } from '../template/endpoints';
import { LocalValues } from '../template/local-values/local-values';
import { UnresolvedValues } from '../template/local-values/unresolved';
import { checkOverrides } from '../template/overrides/check-overrides';
import { OverrideLookup } from '../template/overrides/override-lookup';
import { allOverrides } from '../template/overrides/read-overrides';
import type { PlanContext } from './context';
import { Functions } from './functions/read-function';
import type { Diagnostic, Plan, PlanOptions } from './plan';
import { nameOfGroup, protocolOf, readApiPlan } from './read-api-plan';
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
  const assembly = loadAssembly(source);
  const { kind, templates } = assembly;
  const diagnostics = new Diagnostics();
  const local = valuesAfterConditions(templates, overrides, options, diagnostics);
  const context = { local, overrides, diagnostics, files: new Map(templates.map((template) => [template.id, template])) };
  reportUnsupportedResources(templates, context);
  const groups = groupByApi(local.resolver.resources.everything(), local.resolver);
  const found = groups.map((group) => ({ group, name: nameOfGroup(group, context), protocol: protocolOf(group, context) }));
  const selected = found.filter(({ group, name }) => options.api === undefined || isNamed(group, name, options.api));
  // Without a match all are read, so that the error can name them.
  const apis = readApis(selected.length === 0 ? groups : selected.map(({ group }) => group), context);
  checkOverrides(overrides, templates, new Resources(templates));
  return {
    source,
    kind,
    apis,
    found: found.map(({ name, protocol }) => ({ name, protocol })),
    customDomains: local.resolver.resources
      .all('AWS::ApiGatewayV2::DomainName')
      .map((resource) => local.property(resource, ['DomainName'])),
    diagnostics: diagnostics.all.map((diagnostic) => withSourceLocation(diagnostic, templates)),
    staleWarning: staleWarning(assembly),
  };
}

/** Conditions are evaluated on the templates as they are written, everything else on the templates after their conditions. */
function valuesAfterConditions(
  templates: readonly Template[],
  overrides: OverrideLookup,
  options: PlanOptions,
  diagnostics: Diagnostics,
): LocalValues {
  const conditions = new Conditions((condition, template) => {
    const unresolved = new UnresolvedValues();
    const { id, stack = id, file = id } = template;
    return {
      equal: (left, right) => written.read(left, template, unresolved) === written.read(right, template, unresolved),
      evaluated: (holds) =>
        diagnostics.unknown({ logicalId: condition, stack, file }, `condition ${condition}, which is taken to be ${holds}`, unresolved),
    };
  });
  const settings = {
    overrides,
    defaults: options,
    condition: (name: string, template: Template) => conditions.holds(name, template),
  };
  const written = new LocalValues(new Resources(templates), settings);
  const applied = templates.map((template) => applyConditions(template, (name) => conditions.holds(name, template)));
  const local: LocalValues = new LocalValues(new Resources(applied), { ...settings, finish: (text) => finish(text) });
  const finish = localEndpoints(local, options.endpoint);
  return local;
}

function isNamed({ api }: ApiGroup, name: string, wanted: string): boolean {
  return wanted === name || wanted === api?.path || wanted === api?.logicalId;
}

function withSourceLocation(diagnostic: Diagnostic, templates: readonly TemplateFile[]): Diagnostic {
  const { file, path } = diagnostic.place;
  const location = templates.find((template) => template.file === file)?.sources.get(path ?? '');
  return location === undefined ? diagnostic : { ...diagnostic, sourceLocation: printLocation(location) };
}

function readApis(groups: readonly ApiGroup[], context: PlanContext) {
  const functions = new Functions(context);
  const routes = new Routes(functions, context);
  return groups.flatMap((group) => readApiPlan(group, routes, functions, context) ?? []);
}
