import {
  asArray,
  asObject,
  functionInAssembly,
  type LambdaFunction,
  member,
  plainText,
  type Resource,
  type ResourceLocation,
  text,
} from '@apigwv2-integrations/core/engine';
import type { Unserved } from '../diagnostics/diagnostics';
import type { LocalValues } from '../template/local-values/local-values';
import { UnresolvedValues } from '../template/local-values/unresolved';
import { functionNames } from '../template/overrides/override-lookup';
import { describeProblem } from '../template/problem';
import { recordOf } from '../template/record';
import { withStageVariables } from '../template/stage-variables';
import { handlerProblem } from './check-handler';
import { type FunctionCode, type NoCode, readCode } from './function-code';
import type { FunctionHandler } from './function-handler';
import type { InvokeEndpoint } from './invoke-endpoint';
import { readLayers } from './layers';
import { type RolePlan, Roles } from './role';
import type { StagePlan } from './stage';
import type { PlanContext } from './text-resolvers';

/** Why a stage has no function: status 501 if only this machine has none, 500 if the service would not have one either. */
export interface NoFunction {
  readonly kind: 'none';
  readonly statusCode: 500 | 501;
  readonly reason: string;
}

/** A Lambda function that can run here. */
export interface FunctionPlan {
  /** Equal for references to the same function, version or alias, also in later versions of the app. */
  readonly key: string;
  readonly name: string;
  readonly location: ResourceLocation;
  readonly arn: string;
  readonly version: string;
  readonly handler: string;
  /** Such as `nodejs22.x`. */
  readonly runtime: string;
  readonly code: FunctionCode;
  /** Code of its layers, in their order. @default it has none */
  readonly layers?: readonly FunctionCode[];
  /** Variables of the template after references and overrides; none of the host's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  /** Undefined if the app does not create it. */
  readonly role?: RolePlan;
  readonly timeoutMillis: number;
  readonly memoryMegabytes: number;
  /** The maximum number of concurrent invocations, if the template sets it. */
  readonly reservedConcurrency?: number;
  /** Takes its place in this process, where neither its code nor its runtime is needed. */
  readonly inProcess?: FunctionHandler;
  /** Where it is invoked if it runs elsewhere, so that neither its code nor its runtime is needed here. */
  readonly endpoint?: InvokeEndpoint;
}

const DEFAULT_SECONDS = 3;
const DEFAULT_MEGABYTES = 128;

/**
 * Reads a function.
 *
 * @param caller for the report about a function that is not in the assembly
 */
export function readFunction(
  called: LambdaFunction,
  caller: ResourceLocation,
  context: PlanContext,
  roles: Roles,
): FunctionPlan | Unserved {
  const { resource: fn } = called;
  const { local, diagnostics, handlers, endpoints } = context;
  if (fn === undefined) {
    return diagnostics.unsupported(caller, missingFunction(called));
  }
  const location = fn.location;
  const name = fn.path ?? fn.logicalId;
  const unsupported = ({ reason, property }: NoCode) =>
    diagnostics.unsupported(location, `${name} cannot run here: ${reason}`, { property });
  const text = (...property: string[]) => local.property(fn, property);
  const [runtime, handler] = [text('Runtime'), text('Handler')];
  const inProcess = handlers?.of(fn);
  const endpoint = inProcess === undefined ? endpoints?.of(fn) : undefined;
  const runsHere = inProcess === undefined && endpoint === undefined;
  const code = runsHere ? readRunnableCode(fn, { runtime, handler }, context) : NO_CODE;
  if (code.kind === 'none') {
    return unsupported(code);
  }
  if (text('FileSystemConfigs') !== '' && runsHere) {
    diagnostics.add(location, `file systems are not mounted into ${name}`);
  }
  return {
    key: `${location.stack}#${location.logicalId}${qualifierOf(called, local)}`,
    name: local.nameOf(fn),
    location,
    arn: `${local.nameOf(fn, 'Arn')}${qualifierOf(called, local)}`,
    version: versionOf(called, local),
    handler,
    runtime,
    code,
    layers: runsHere ? readLayers(fn, context) : [],
    environment: readEnvironment(fn, context),
    region: local.environmentOf(fn.template).region,
    role: roles.ofFunction(fn),
    timeoutMillis: numberOf(text('Timeout'), DEFAULT_SECONDS) * 1000,
    memoryMegabytes: numberOf(text('MemorySize'), DEFAULT_MEGABYTES),
    reservedConcurrency: countOf(text('ReservedConcurrentExecutions')),
    inProcess,
    endpoint,
  };
}

/** Of a function whose handler is in this process, or that runs elsewhere. */
const NO_CODE: FunctionCode = { kind: 'inline', text: '' };

/** The code of a function that a runtime on this machine can run. */
function readRunnableCode(
  fn: Resource,
  { runtime, handler }: { readonly runtime: string; readonly handler: string },
  context: PlanContext,
): FunctionCode | NoCode {
  const none = (reason: string, property?: string): NoCode => ({ kind: 'none', reason, property });
  const text = (...property: string[]) => context.local.property(fn, property);
  if (text('PackageType') === 'Image' || text('Code', 'ImageUri') !== '') {
    const flag = `--function ${fn.path ?? fn.logicalId}=http://127.0.0.1:9001`;
    return none(`its code is a container image: run the image, and pass ${flag} with the port of its container`);
  }
  const missingRuntime = runtime === '' ? 'it has no runtime' : context.runtimeProblem?.(runtime);
  if (missingRuntime !== undefined) {
    return none(missingRuntime);
  }
  const code = readCode(fn, 'Code', context);
  const hasLayers = asArray(member(fn.properties, 'Layers')).length > 0;
  const problem = code.kind === 'none' ? undefined : handlerProblem(code, handler, runtime, hasLayers);
  return problem === undefined ? code : none(describeProblem(problem), 'Properties/Handler');
}

function missingFunction({ name }: LambdaFunction): string {
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

/** Zero is a limit that turns the function off. */
function countOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Reads functions, each once. */
export class Functions {
  private readonly plans = new Map<string, FunctionPlan | Unserved>();

  private readonly roles: Roles;

  constructor(private readonly context: PlanContext) {
    this.roles = new Roles(context.local);
  }

  plan(called: LambdaFunction, caller: ResourceLocation): FunctionPlan | Unserved {
    const plan = this.plans.get(called.key) ?? readFunction(called, caller, this.context, this.roles);
    this.plans.set(called.key, plan);
    return plan;
  }
}

/** The environment variables of a function: those of the template, replaced by overrides. */
export function readEnvironment(fn: Resource, { local, overrides, diagnostics }: PlanContext): Readonly<Record<string, string>> {
  const overridden = overrides.environment(functionNames(fn));
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(asObject(member(fn.properties, 'Environment', 'Variables')))) {
    if (!overridden.has(name)) {
      const unresolved = new UnresolvedValues();
      variables.set(name, local.read(value, fn.template, unresolved));
      diagnostics.unresolved(fn.location, `the variable ${name}`, unresolved);
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
 * The function of each stage, for an integration that names its function by stage variables.
 *
 * @param invoked name or ARN with `${stageVariables.name}` as written
 */
export function functionsByStage(
  invoked: string,
  stages: readonly StagePlan[],
  integration: Resource,
  location: ResourceLocation,
  functions: Functions,
  { local, diagnostics }: PlanContext,
): ReadonlyMap<string, Found> {
  const none = (statusCode: 500 | 501, reason: string): NoFunction => {
    diagnostics.add(location, reason);
    return { kind: 'none', statusCode, reason };
  };
  const inStage = ({ name, variables }: StagePlan): Found => {
    const filled = withStageVariables(invoked, variables);
    if ('missing' in filled) {
      return none(500, `the function ${invoked} needs the stage variable ${filled.missing}, which stage ${name} does not have`);
    }
    const plan = functions.plan(calledBy(filled.text, integration, local), location);
    return 'kind' in plan ? { kind: 'none', statusCode: 501, reason: plan.reason } : plan;
  };
  return new Map(stages.map((stage) => [stage.name, inStage(stage)]));
}

/** The function by its name on this machine, which a stage variable contains literally or by reference. */
function calledBy(invoked: string, { template }: Resource, local: LocalValues): LambdaFunction {
  const [, name = invoked, qualifier = ''] = /^(?:.*:function:)?([^:]*)(?::(.*))?$/s.exec(invoked) ?? [];
  const named = local.resolver.resources.all('AWS::Lambda::Function').filter((each) => local.nameOf(each) === name);
  const found = named.find((each) => each.template === template) ?? named[0];
  return found === undefined
    ? { key: `name:${name}:${qualifier}`, name: invoked, inAssembly: false, qualifier: text(qualifier) }
    : functionInAssembly(found, text(qualifier), found.template);
}
