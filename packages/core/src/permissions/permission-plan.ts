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

/** The number of statements that fit into any policy. */
const MAX_SAFE_STATEMENTS = Math.floor((MAX_POLICY_BYTES - POLICY_BYTES) / MAX_STATEMENT_BYTES);

/** Registers a group of permissions, whose number is decided when the app is complete. */
export function planPermissions(group: PermissionGroup, scope: IConstruct): void {
  permissionPlans.of(scope).add(group);
}

const permissionPlans = new SynthHookType(SynthPhase.CHANGE, () => new PermissionPlan());

/** The permissions of an app that allow APIs to invoke functions, by function. */
class PermissionPlan implements SynthHook {
  private readonly groups: PermissionGroup[] = [];
  private readonly reportedFolds = new Set<PermissionGroup>();
  private readonly errors = new Map<PolicyKey, string[]>();

  public add(group: PermissionGroup): void {
    this.groups.push(group);
  }

  /** Folds permissions where necessary, and reports folded permissions and policies that are too large even so. */
  public finalize(tree: ConstructTreeIndex): void {
    if (this.groups.length === 0) {
      return;
    }
    for (const group of this.groups) {
      restore(group, tree);
    }
    if (this.isSmall(tree)) {
      return;
    }
    const keys = new PolicyKeys(tree);
    const permissions = permissionsIn(tree, keys);
    const dependencies = new Dependencies(tree);
    for (const [key, groups] of this.byPolicy(keys)) {
      const plan = new PolicyPlan(groups, permissions.get(key) ?? []);
      plan.finalize(tree, dependencies);
      for (const [group, count] of plan.folded) {
        this.reportFolded(group, count);
      }
      this.reportSize(key, groups, plan);
    }
  }

  /** Whether all permissions of the app would fit into one policy. Small apps then need not resolve tokens, which is slow. */
  private isSmall({ resources }: ConstructTreeIndex): boolean {
    const isUntouched = this.errors.size === 0 && this.groups.every(({ folded }) => folded === undefined);
    let remaining = isUntouched ? MAX_SAFE_STATEMENTS - this.groups.length : -1;
    for (const resource of resources) {
      if (remaining < 0) {
        return false;
      }
      remaining -= isPermission(resource) ? 1 : 0;
    }
    return remaining >= 0;
  }

  private byPolicy(keys: PolicyKeys): Map<PolicyKey, PermissionGroup[]> {
    const found = new Map<PolicyKey, PermissionGroup[]>();
    for (const group of this.groups) {
      const { handler, stack } = group.facts;
      const key = keys.of(handler.functionArn, stack);
      const existing = found.get(key) ?? [];
      existing.push(group);
      found.set(key, existing);
    }
    return found;
  }

  /** Warns once for each group, also if the app is synthesized again with more routes. */
  private reportFolded(group: PermissionGroup, count: number): void {
    if (!this.reportedFolds.has(group)) {
      this.reportedFolds.add(group);
      warn(group.facts.api, [permissionsFolded(group, count)]);
    }
  }

  private reportSize(key: PolicyKey, groups: readonly PermissionGroup[], { bytes, all }: PolicyPlan): void {
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

/** All permissions of an app, by policy. */
function permissionsIn({ resources }: ConstructTreeIndex, keys: PolicyKeys): Map<PolicyKey, CfnPermission[]> {
  const found = new Map<PolicyKey, CfnPermission[]>();
  for (const resource of resources) {
    const functionName = isPermission(resource) ? propertiesOf(resource).FunctionName : undefined;
    if (functionName !== undefined) {
      const key = keys.of(functionName, resource.stack);
      const existing = found.get(key) ?? [];
      existing.push(resource as CfnPermission);
      found.set(key, existing);
    }
  }
  return found;
}

/** The warning that an API-wide permission replaced those of routes. */
function permissionsFolded({ facts: { handler, api, stack } }: PermissionGroup, count: number): IntegrationProblem {
  return {
    code: 'FunctionPermissionsFolded',
    severity: ProblemSeverity.WARNING,
    value: handler.node.path,
    message: `the permissions to invoke ${handler.node.path} may not all fit into the ${MAX_POLICY_BYTES} bytes of its policy, so ${count} permissions for routes of the API ${api.node.path} were replaced by one in the stack ${stack.node.path} that allows every route of this API to invoke it`,
    remedy:
      'acknowledge it, set permissionScope (PermissionScope.API for one permission from the start, PermissionScope.ROUTE for one permission for each route at your own risk), or use several functions',
  };
}

/** The error or warning that permissions do not, or may not, fit into the function's policy. */
function permissionsTooLarge(groups: readonly PermissionGroup[], count: number, bytes: ByteRange): IntegrationProblem {
  const [{ facts }] = groups;
  const areExplicit = groups.some(({ routes }) => routes.some(({ foldable }) => !foldable));
  return {
    ...fromEngine(policyTooLarge(facts.handler.node.path, count, bytes)),
    severity: bytes.min > MAX_POLICY_BYTES ? ProblemSeverity.ERROR : ProblemSeverity.WARNING,
    remedy: areExplicit
      ? 'omit permissionScope and scopePermissionToRoute, or pass PermissionScope.API, so that one permission covers the whole API'
      : 'remove other permissions on the function, or use several functions, versions or aliases, which have policies of their own',
  };
}
