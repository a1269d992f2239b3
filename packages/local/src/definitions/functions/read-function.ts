import { plainText, type ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { LocalValues } from '../../template/local-values/local-values';
import type { Unserved } from '../api-plan';
import type { PlanContext } from '../context';
import type { LambdaFunction } from '../display/lambda-function';
import type { FunctionPlan } from '../function-plan';
import { readCode } from './read-code';
import { readEnvironment } from './read-environment';
import { readLayers } from './read-layers';

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
  if (!/^[^.].*\../s.test(handler)) {
    return close(`its handler is ${handler || 'not given'}; write one such as index.handler`);
  }
  const code = readCode(fn, 'Code', context);
  if (code.kind === 'none') {
    return close(code.reason);
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
