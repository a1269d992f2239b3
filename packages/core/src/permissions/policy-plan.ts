import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { type ByteRange, between, sum } from '../engine/template/policy/byte-range';
import { MAX_POLICY_BYTES, POLICY_BYTES } from '../engine/template/policy/permission-bytes';
import type { ConstructTreeIndex } from '../synth/construct-tree';
import { type Dependencies, fold, foldable } from './fold';
import { bytesOf } from './permission-bytes';
import type { PermissionGroup } from './permission-group';

/**
 * The permissions on one function, version or alias. Folds those of routes if they, and one more for each API, may not
 * fit into its policy.
 *
 * The space for one more is needed during a deployment: CloudFormation adds the new permission before it deletes the old
 * ones, and also when the permissions of routes replace it again.
 */
export class PolicyPlan {
  /** The number of routes' permissions that each API-wide permission replaced. */
  public readonly folded = new Map<PermissionGroup, number>();
  private readonly sizes = new Map<CfnPermission, ByteRange>();

  /**
   * @param groups The permissions of routes.
   * @param permissions All permissions on the function in the app.
   */
  public constructor(
    private readonly groups: readonly PermissionGroup[],
    private readonly permissions: readonly CfnPermission[],
  ) {}

  /** The size of the policy. Undefined if it was not measured because it fits in any case. */
  public get bytes(): ByteRange | undefined {
    return this.sizes.size === 0 ? undefined : sum(between(POLICY_BYTES, POLICY_BYTES), ...this.sizes.values());
  }

  /** The remaining permissions. */
  public get all(): Iterable<CfnPermission> {
    return this.sizes.keys();
  }

  public finalize(tree: ConstructTreeIndex, dependencies: Dependencies): void {
    const groups = this.groups.filter(({ routes }) => routes.some((route) => route.foldable));
    const foldedBefore = groups.some(({ folded }) => folded !== undefined);
    if (!foldedBefore && this.upperBound() + headroomOf(groups) <= MAX_POLICY_BYTES) {
      return;
    }
    this.measure();
    if (!foldedBefore && this.maxBytes + headroomOf(groups) <= MAX_POLICY_BYTES) {
      return;
    }
    this.fold(groups, 2, tree, dependencies);
    // Folding a single permission saves nothing now, but avoids a replacement when routes are added.
    const single = groups.filter((group) => !this.folded.has(group));
    if (this.maxBytes + Math.max(0, ...single.map(({ headroom }) => headroom)) > MAX_POLICY_BYTES) {
      this.fold(single, 1, tree, dependencies);
    }
  }

  private fold(groups: readonly PermissionGroup[], minPermissions: number, tree: ConstructTreeIndex, dependencies: Dependencies): void {
    for (const group of groups) {
      const removed = foldable(group, dependencies);
      if (removed.length >= (group.folded === undefined ? minPermissions : 1)) {
        for (const permission of fold(group, removed, tree, dependencies)) {
          this.sizes.delete(permission);
        }
        const { folded } = group;
        if (folded !== undefined) {
          this.sizes.set(folded, bytesOf(folded));
        }
        this.folded.set(group, removed.length);
      }
    }
  }

  /** The maximum size of the policy, without measuring each permission. */
  private upperBound(): number {
    const ofRoutes = new Set(this.groups.flatMap(({ routes }) => routes.map(({ permission }) => permission)));
    const others = this.permissions.filter((permission) => !ofRoutes.has(permission));
    return this.groups.reduce((bytes, group) => bytes + group.upperBound, POLICY_BYTES + sum(...others.map(bytesOf)).max);
  }

  private measure(): void {
    const ofRoutes = new Map(
      this.groups.flatMap((group) => group.routes.map((route) => [route.permission, () => group.bytesOfRoute(route)])),
    );
    for (const permission of this.permissions) {
      this.sizes.set(permission, ofRoutes.get(permission)?.() ?? bytesOf(permission));
    }
  }

  private get maxBytes(): number {
    return this.bytes?.max ?? 0;
  }
}

/** The maximum size of the API-wide permissions that do not exist yet. */
function headroomOf(groups: readonly PermissionGroup[]): number {
  return groups.reduce((bytes, { headroom, folded }) => bytes + (folded === undefined ? headroom : 0), 0);
}
