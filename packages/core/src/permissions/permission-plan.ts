import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { markReported } from '../engine/reported';
import { policyTooLarge } from '../engine/rules/lambda-policies';
import type { ByteRange } from '../engine/template/policy/byte-range';
import { MAX_POLICY_BYTES, MAX_STATEMENT_BYTES, POLICY_BYTES } from '../engine/template/policy/permission-bytes';
import { fromEngine } from '../problems/from-engine';
import { lineOf } from '../problems/integration-error';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import { warn } from '../problems/report';
import type { ConstructTreeIndex } from '../synth/construct-tree';
import { type SynthHook, SynthHookType, SynthPhase } from '../synth/synth-hooks';
import { restore } from './add-permission';
import { Dependencies } from './fold';
import { type PolicyKey, propertiesOf } from './permission-bytes';
import { isPermission, type PermissionGroup } from './permission-group';
import { PolicyKeys } from './policy-keys';
import { PolicyPlan } from './policy-plan';

/** As many statements as any policy holds. */
const SURELY_FIT = Math.floor((MAX_POLICY_BYTES - POLICY_BYTES) / MAX_STATEMENT_BYTES);

/** Registers a group of permissions, whose number is decided when the app is complete. */
export function planPermissions(group: PermissionGroup, scope: IConstruct): void {
  permissionPlans.of(scope).add(group);
}

const permissionPlans = new SynthHookType(SynthPhase.CHANGE, () => new PermissionPlan());

/** The permissions of an app that let APIs invoke functions, by function. */
class PermissionPlan implements SynthHook {
  private readonly groups: PermissionGroup[] = [];
  private readonly told = new Set<PermissionGroup>();
  private readonly errors = new Map<PolicyKey, string[]>();

  public add(group: PermissionGroup): void {
    this.groups.push(group);
  }

  /** Folds what has to be folded, and tells it, and what does not fit even so. */
  public finalize(survey: ConstructTreeIndex): void {
    if (this.groups.length === 0) {
      return;
    }
    for (const group of this.groups) {
      restore(group, survey);
    }
    if (this.isSmall(survey)) {
      return;
    }
    const keys = new PolicyKeys(survey);
    const permissions = permissionsIn(survey, keys);
    const dependencies = new Dependencies(survey);
    for (const [key, groups] of this.byPolicy(keys)) {
      const plan = new PolicyPlan(groups, permissions.get(key) ?? []);
      plan.finalize(survey, dependencies);
      for (const [group, count] of plan.folded) {
        this.tellFolded(group, count);
      }
      this.tellSize(key, groups, plan);
    }
  }

  /** Whether one policy would hold all permissions of the app: in a small one, to resolve tokens is most of the work. */
  private isSmall({ resources }: ConstructTreeIndex): boolean {
    const isUntouched = this.errors.size === 0 && this.groups.every(({ folded }) => folded === undefined);
    let left = isUntouched ? SURELY_FIT - this.groups.length : -1;
    for (const resource of resources) {
      if (left < 0) {
        return false;
      }
      left -= isPermission(resource) ? 1 : 0;
    }
    return left >= 0;
  }

  private byPolicy(keys: PolicyKeys): Map<PolicyKey, PermissionGroup[]> {
    const found = new Map<PolicyKey, PermissionGroup[]>();
    for (const group of this.groups) {
      const { handler, stack } = group.facts;
      const key = keys.of(handler.functionArn, stack);
      const known = found.get(key) ?? [];
      known.push(group);
      found.set(key, known);
    }
    return found;
  }

  /** Told once, though an app that is synthesized again may have more routes by then. */
  private tellFolded(group: PermissionGroup, count: number): void {
    if (!this.told.has(group)) {
      this.told.add(group);
      warn(group.facts.api, [permissionsFolded(group, count)]);
    }
  }

  private tellSize(key: PolicyKey, groups: readonly PermissionGroup[], { bytes, all }: PolicyPlan): void {
    const [{ facts }] = groups;
    const permissions = [...all];
    if (bytes === undefined || bytes.max <= MAX_POLICY_BYTES) {
      this.errors.delete(key);
      return;
    }
    if (!this.errors.has(key)) {
      facts.api.node.addValidation({ validate: () => this.errors.get(key) ?? [] });
    }
    this.errors.set(key, warn(facts.api, [permissionsTooLarge(groups, permissions.length, bytes)]).map(lineOf));
    for (const permission of permissions) {
      markReported(facts.api.node.root, permission.node.path, 'LambdaPolicyTooLarge');
    }
  }
}

/** All permissions of an app, by the policy to which they add. */
function permissionsIn({ resources }: ConstructTreeIndex, keys: PolicyKeys): Map<PolicyKey, CfnPermission[]> {
  const found = new Map<PolicyKey, CfnPermission[]>();
  for (const resource of resources) {
    const functionName = isPermission(resource) ? propertiesOf(resource).FunctionName : undefined;
    if (functionName !== undefined) {
      const key = keys.of(functionName, resource.stack);
      const known = found.get(key) ?? [];
      known.push(resource as CfnPermission);
      found.set(key, known);
    }
  }
  return found;
}

/** That one permission for the whole API took the place of those of routes. */
function permissionsFolded({ facts: { handler, api, stack } }: PermissionGroup, count: number): IntegrationProblem {
  return {
    code: 'FunctionPermissionsFolded',
    severity: ProblemSeverity.WARNING,
    value: handler.node.path,
    message: `the permissions to invoke ${handler.node.path} may not all fit into the ${MAX_POLICY_BYTES} bytes of its policy, so that ${count} for routes of the API ${api.node.path} gave way to one in the stack ${stack.node.path} that lets every route of this API invoke it`,
    remedy:
      'acknowledge it, choose with permissionScope (PermissionScope.API for one permission from the start, PermissionScope.ROUTE for one a route at your own risk), or lead the routes to several functions',
  };
}

/** That the permissions do not, or may not, fit into the function's policy. */
function permissionsTooLarge(groups: readonly PermissionGroup[], count: number, bytes: ByteRange): IntegrationProblem {
  const [{ facts }] = groups;
  const chosen = groups.some(({ routes }) => routes.some(({ foldable }) => !foldable));
  return {
    ...fromEngine(policyTooLarge(facts.handler.node.path, count, bytes)),
    severity: bytes.min > MAX_POLICY_BYTES ? ProblemSeverity.ERROR : ProblemSeverity.WARNING,
    remedy: chosen
      ? 'leave permissionScope and scopePermissionToRoute out, or pass PermissionScope.API, so that one permission for the whole API takes their place'
      : 'take other permissions on the function away, or lead routes to several functions, versions or aliases, which have policies of their own',
  };
}
