import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { type ByteRange, between, sum } from '../engine/template/policy/byte-range';
import { MAX_POLICY_BYTES, POLICY_BYTES } from '../engine/template/policy/permission-bytes';
import type { ConstructTreeIndex } from '../synth/construct-tree';
import { type Dependencies, fold, foldable } from './fold';
import { bytesOf } from './permission-bytes';
import type { PermissionGroup } from './permission-group';

/**
 * The permissions on one function, version or alias: folds those of routes where they, and one more for each API,
 * may not fit into its policy.
 *
 * The room for one more is needed by the deployment that brings it: CloudFormation adds the new permission before
 * it deletes the old ones, and the other way round once the routes are few again.
 */
export class PolicyPlan {
  /** How many permissions of routes each API-wide one took the place of. */
  public readonly folded = new Map<PermissionGroup, number>();
  private readonly sizes = new Map<CfnPermission, ByteRange>();

  /**
   * @param groups the permissions of routes
   * @param permissions all that the app holds on the function
   */
  public constructor(
    private readonly groups: readonly PermissionGroup[],
    private readonly permissions: readonly CfnPermission[],
  ) {}

  /** What the permissions need, if that has to be known: it is not if they fit whatever their names become. */
  public get bytes(): ByteRange | undefined {
    return this.sizes.size === 0 ? undefined : sum(between(POLICY_BYTES, POLICY_BYTES), ...this.sizes.values());
  }

  /** The permissions that there are now. */
  public get all(): Iterable<CfnPermission> {
    return this.sizes.keys();
  }

  public finalize(survey: ConstructTreeIndex, dependencies: Dependencies): void {
    const open = this.groups.filter(({ routes }) => routes.some((route) => route.foldable));
    const again = open.some(({ folded }) => folded !== undefined);
    if (!again && this.upperBound() + spareOf(open) <= MAX_POLICY_BYTES) {
      return;
    }
    this.measure();
    if (!again && this.most + spareOf(open) <= MAX_POLICY_BYTES) {
      return;
    }
    this.fold(open, 2, survey, dependencies);
    // To fold one permission saves nothing, but then nothing has to change when the routes become more.
    const single = open.filter((group) => !this.folded.has(group));
    if (this.most + Math.max(0, ...single.map(({ headroom }) => headroom)) > MAX_POLICY_BYTES) {
      this.fold(single, 1, survey, dependencies);
    }
  }

  private fold(groups: readonly PermissionGroup[], fewest: number, survey: ConstructTreeIndex, dependencies: Dependencies): void {
    for (const group of groups) {
      const gone = foldable(group, dependencies);
      if (gone.length >= (group.folded === undefined ? fewest : 1)) {
        for (const permission of fold(group, gone, survey, dependencies)) {
          this.sizes.delete(permission);
        }
        const { folded } = group;
        if (folded !== undefined) {
          this.sizes.set(folded, bytesOf(folded));
        }
        this.folded.set(group, gone.length);
      }
    }
  }

  /** The most that the permissions can need, told without a look at each of them. */
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

  private get most(): number {
    return this.bytes?.max ?? 0;
  }
}

/** The most that permissions for whole APIs would need, where there is none yet. */
function spareOf(groups: readonly PermissionGroup[]): number {
  return groups.reduce((bytes, { headroom, folded }) => bytes + (folded === undefined ? headroom : 0), 0);
}
