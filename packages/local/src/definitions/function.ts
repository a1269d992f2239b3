import { asObject, member, plainText, type Resource, type ResourceLocation, text } from '@apigwv2-integrations/core/engine';
import type { Unserved } from '../diagnostics/diagnostics';
import type { LocalValues } from '../template/local-values/local-values';
import { UnresolvedValues } from '../template/local-values/unresolved';
import { functionNames } from '../template/overrides/override-lookup';
import { recordOf } from '../template/record';
import { withStageVariables } from '../template/stage-variables';
import { handlerProblem } from './check-handler';
import { type FunctionCode, readCode, readLayers } from './function-code';
import { type LambdaFunction, owned } from './lambda-function';
import type { StagePlan } from './stage';
import type { PlanContext } from './text-resolvers';

/** Why there is no function for a stage: 501 where there is none here, 500 where there would be none in the service either. */
export interface NoFunction {
  readonly kind: 'none';
  readonly statusCode: 500 | 501;
  readonly reason: string;
}

/** A Lambda function that can run here. */
export interface FunctionPlan {
  /** Equal for two mentions of one function. */
  readonly key: string;
  readonly name: string;
  readonly place: ResourceLocation;
  readonly arn: string;
  readonly version: string;
  readonly handler: string;
  /** Such as `nodejs22.x`. */
  readonly runtime: string;
  readonly code: FunctionCode;
  /** Folders in which modules of its layers lie, as `/opt/nodejs/node_modules` would; what comes first wins. */
  readonly moduleFolders?: readonly string[];
  /** Of the template, references resolved, overrides applied; nothing of the host's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  readonly timeoutMillis: number;
  readonly memoryMegabytes: number;
  /** How many invocations it may have at once, if the template limits them. */
  readonly reservedConcurrency?: number;
}

const DEFAULT_SECONDS = 3;
const DEFAULT_MEGABYTES = 128;

/**
 * A function as it runs here.
 *
 * @param at where it is called, to tell of a function that is not in the assembly
 */
export function readFunction(called: LambdaFunction, at: ResourceLocation, context: PlanContext): FunctionPlan | Unserved {
  const { resource: fn } = called;
  const { local, diagnostics } = context;
  if (fn === undefined) {
    return diagnostics.unsupported(at, whyNotHere(called));
  }
  const place = fn.location;
  const name = fn.path ?? fn.logicalId;
  const close = (reason: string) => diagnostics.unsupported(place, `${name} cannot run here: ${reason}`);
  const text = (...property: string[]) => local.property(fn, property);
  const [runtime, handler] = [text('Runtime'), text('Handler')];
  if (fn.type !== 'AWS::Lambda::Function') {
    return close(`${fn.type} is not served yet; declare an AWS::Lambda::Function`);
  }
  if (text('PackageType') === 'Image' || text('Code', 'ImageUri') !== '') {
    return close('its code is a container image, and only Node.js code in folders, .zip files and templates is served yet');
  }
  if (!runtime.startsWith('nodejs')) {
    return close(`its runtime is ${runtime || 'not given'}, and only nodejs runtimes are served yet`);
  }
  const code = readCode(fn, 'Code', context);
  if (code.kind === 'none') {
    return close(code.reason);
  }
  const problem = handlerProblem(code, handler);
  if (problem !== undefined) {
    return close(problem);
  }
  if (text('FileSystemConfigs') !== '') {
    diagnostics.add(place, `file systems are not mounted into ${name}`);
  }
  return {
    key: called.key,
    name: local.nameOf(fn),
    place,
    arn: `${local.nameOf(fn, 'Arn')}${qualifierOf(called, local)}`,
    version: versionOf(called, local),
    handler,
    runtime,
    code,
    moduleFolders: readLayers(fn, runtime, context),
    environment: readEnvironment(fn, context),
    region: local.surroundings(fn.template).region,
    timeoutMillis: numberOf(text('Timeout'), DEFAULT_SECONDS) * 1000,
    memoryMegabytes: numberOf(text('MemorySize'), DEFAULT_MEGABYTES),
    reservedConcurrency: countOf(text('ReservedConcurrentExecutions')),
  };
}

function whyNotHere({ name }: LambdaFunction): string {
  return `the function ${name} is not in the assembly, so its code cannot run here: put it into the app, or route to another one`;
}

function qualifierOf({ qualifier }: LambdaFunction, local: LocalValues): string {
  return qualifier.length === 0 ? '' : `:${local.text(qualifier)}`;
}

/** `$LATEST`, or a number. */
function versionOf({ qualifier, qualifiedBy }: LambdaFunction, local: LocalValues): string {
  if (qualifiedBy?.type === 'AWS::Lambda::Alias') {
    return local.property(qualifiedBy, ['FunctionVersion']) || '1';
  }
  const plain = plainText(qualifier) ?? local.text(qualifier);
  return /^\d+$/.test(plain) ? plain : plain === '' || plain === '$LATEST' ? '$LATEST' : '1';
}

function numberOf(text: string, fallback: number): number {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && value > 0 ? value : fallback;
}

/** None is a limit, too: it turns the function off. */
function countOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Plans of functions, one for all mentions of a function. */
export class Functions {
  private readonly plans = new Map<string, FunctionPlan | Unserved>();

  constructor(private readonly context: PlanContext) {}

  plan(called: LambdaFunction, at: ResourceLocation): FunctionPlan | Unserved {
    const plan = this.plans.get(called.key) ?? readFunction(called, at, this.context);
    this.plans.set(called.key, plan);
    return plan;
  }
}

/** A function's environment variables: those of the template, then those of the overrides. */
export function readEnvironment(fn: Resource, { local, overrides, diagnostics }: PlanContext): Readonly<Record<string, string>> {
  const overridden = overrides.environment(functionNames(fn));
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(asObject(member(fn.properties, 'Environment', 'Variables')))) {
    if (!overridden.has(name)) {
      const unknowns = new UnresolvedValues();
      variables.set(name, local.read(value, fn.template, unknowns));
      diagnostics.unknown(fn.location, `the variable ${name}`, unknowns);
    }
  }
  for (const [name, value] of overridden) {
    if (value !== null) {
      variables.set(name, value);
    }
  }
  return recordOf(variables);
}

type Found = FunctionPlan | NoFunction;

/**
 * The function that stage variables name, for each stage.
 *
 * @param invoked name or ARN with `${stageVariables.name}` as written
 */
export function functionsByStage(
  invoked: string,
  stages: readonly StagePlan[],
  integration: Resource,
  at: ResourceLocation,
  functions: Functions,
  { local, diagnostics }: PlanContext,
): ReadonlyMap<string, Found> {
  const none = (statusCode: 500 | 501, reason: string): NoFunction => {
    diagnostics.add(at, reason);
    return { kind: 'none', statusCode, reason };
  };
  const inStage = ({ name, variables }: StagePlan): Found => {
    const filled = withStageVariables(invoked, variables);
    if ('missing' in filled) {
      return none(500, `the function ${invoked} needs the stage variable ${filled.missing}, which stage ${name} does not have`);
    }
    const plan = functions.plan(calledBy(filled.text, integration, local), at);
    return 'kind' in plan ? { kind: 'none', statusCode: 501, reason: plan.reason } : plan;
  };
  return new Map(stages.map((stage) => [stage.name, inStage(stage)]));
}

/** By its name on this machine, which a stage variable has from a reference or as it is written. */
function calledBy(invoked: string, { template }: Resource, local: LocalValues): LambdaFunction {
  const [, name = invoked, qualifier = ''] = /^(?:.*:function:)?([^:]*)(?::(.*))?$/s.exec(invoked) ?? [];
  const named = local.resolver.resources.all('AWS::Lambda::Function').filter((each) => local.nameOf(each) === name);
  const found = named.find((each) => each.template === template) ?? named[0];
  return found === undefined
    ? { key: `name:${name}:${qualifier}`, name: invoked, inAssembly: false, qualifier: text(qualifier) }
    : owned(found, text(qualifier), found.template);
}
