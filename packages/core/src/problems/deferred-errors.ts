import { Lazy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isInTree } from '../synth/construct-tree';
import { SynthHookType, SynthPhase } from '../synth/synth-hooks';
import { type ErrorText, type IntegrationError, isIntegrationError, joinErrors, lineOf } from './integration-error';
import type { IntegrationProblem } from './integration-problem';

/** The context key that says whether the errors of integrations are thrown at synthesis, all in one, or each at once. */
export const ERRORS_AT_SYNTH = '@apigwv2-integrations/core:errorsAtSynth';

/** The CDK's command line sets it to the folder of the assembly. An app that finds it is certain to be synthesized. */
const OUTDIR_VARIABLE = 'CDK_OUTDIR';

/** Errors by app, for all copies of this package. */
const DEFERRED = Symbol.for('@apigwv2-integrations/core.deferredErrors');

/** What the CDK's routes need of an integration. */
export interface BoundIntegration {
  readonly integrationId: string;
}

interface DeferredError {
  readonly scope: IConstruct;
  readonly error: IntegrationError;
}

/** Whether errors wait until synthesis, so that one run reports those of all integrations. */
export function defersErrors(scope: IConstruct): boolean {
  const configured: unknown = scope.node.tryGetContext(ERRORS_AT_SYNTH);
  // The command line passes context values as strings.
  return configured === undefined ? process.env[OUTDIR_VARIABLE] !== undefined : String(configured) === 'true';
}

/**
 * Throws an error of an integration, or keeps it for synthesis if the app defers errors. Throws every other error.
 */
export function throwOrDefer(scope: IConstruct, error: unknown): BoundIntegration {
  if (!isIntegrationError(error) || !defersErrors(scope)) {
    throw error;
  }
  deferredIn(scope.node.root).push({ scope, error });
  hooks.of(scope);
  return unbound(error);
}

/** Stands for an integration that was not bound. No template can contain it, because it throws when it is resolved. */
export function unbound(error: IntegrationError): BoundIntegration {
  const produce = () => {
    throw error;
  };
  return { integrationId: Lazy.string({ produce }) };
}

/** The hook of the stage that is synthesized first reports the errors of the whole app. */
const hooks = new SynthHookType(SynthPhase.REPORT, () => ({ finalize: ({ root }) => throwDeferred(root.node.root) }));

/** A check that is possible only at synthesis. */
interface SynthCheck {
  readonly scope: IConstruct;
  problems(): readonly IntegrationProblem[];
}

const synthChecks = new WeakMap<IConstruct, SynthCheck[]>();

/**
 * Adds a check to the CDK's validation of a construct. If errors were deferred, the CDK does not reach its validation, and
 * the check runs before they are thrown.
 */
export function addSynthCheck(scope: IConstruct, problems: () => readonly IntegrationProblem[]): void {
  scope.node.addValidation({ validate: () => problems().map(lineOf) });
  const { root } = scope.node;
  const checks = synthChecks.get(root) ?? [];
  checks.push({ scope, problems });
  synthChecks.set(root, checks);
}

/** Throws all errors of an app in one, with those that are found only at synthesis. */
function throwDeferred(root: IConstruct): void {
  const [first, ...others] = deferredIn(root)
    .filter(({ scope }) => isInTree(scope))
    .map(({ error }) => error);
  if (first !== undefined) {
    throw joinErrors([first, ...others, ...lateErrors(root)]);
  }
}

function lateErrors(root: IConstruct): ErrorText[] {
  return (synthChecks.get(root) ?? [])
    .filter(({ scope }) => isInTree(scope))
    .map(({ scope, problems }) => ({ path: scope.node.path, problems: problems() }))
    .filter(({ problems }) => problems.length > 0)
    .map(({ path, problems }) => ({ message: [`${path}:`, ...problems.map(lineOf)].join('\n'), problems }));
}

function deferredIn(root: IConstruct): DeferredError[] {
  const existing: unknown = Reflect.get(root, DEFERRED);
  if (Array.isArray(existing)) {
    return existing;
  }
  const errors: DeferredError[] = [];
  Object.defineProperty(root, DEFERRED, { value: errors });
  return errors;
}
