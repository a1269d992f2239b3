import { CfnResource } from 'aws-cdk-lib';
import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { ConstructTreeIndex } from '../synth/construct-tree';
import { permissionOfApi } from './add-permission';
import { isRestrictedAs, isUnrestricted, type PermissionGroup } from './permission-group';

/**
 * The permissions of a group that an API-wide permission may replace: those that take part in no dependency, have no
 * condition, and have the same restrictions as the first.
 */
export function foldable({ routes, folded }: PermissionGroup, dependencies: Dependencies): CfnPermission[] {
  const found = routes
    .filter(
      ({ permission, foldable: isFoldable }) =>
        isFoldable && permission.cfnOptions.condition === undefined && !dependencies.involve(permission),
    )
    .map(({ permission }) => permission);
  const reference = folded ?? found[0];
  return found.filter((permission) => isRestrictedAs(reference, permission) || (folded !== undefined && isUnrestricted(folded)));
}

/** Replaces permissions of routes by one for the whole API. Returns the permissions that were removed. */
export function fold(
  group: PermissionGroup,
  permissions: readonly CfnPermission[],
  tree: ConstructTreeIndex,
  dependencies: Dependencies,
): ReadonlySet<CfnPermission> {
  const folded = group.folded ?? permissionOfApi(group, permissions[0]);
  const removed = new Set(permissions.filter((permission) => redirectReferences(permission, folded)));
  group.folded = folded;
  group.routes = group.routes.filter(({ permission }) => !removed.has(permission));
  tree.resources.add(folded);
  for (const permission of removed) {
    permission.node.scope?.node.tryRemoveChild(permission.node.id);
    tree.resources.delete(permission);
  }
  redirectDependencies(removed, folded, dependencies);
  return removed;
}

/** Makes references to a permission refer to its replacement. Fails if the logical ID is already exported. */
function redirectReferences(permission: CfnPermission, folded: CfnPermission): boolean {
  try {
    permission.overrideLogicalId(folded.logicalId);
    return true;
  } catch {
    return false;
  }
}

/** Adds dependencies on the new permission for constructs that depend on the scopes of removed permissions. */
function redirectDependencies(permissions: ReadonlySet<CfnPermission>, folded: CfnPermission, dependencies: Dependencies): void {
  const scopesOfFolded = new Set(folded.node.scopes);
  const containers = new Set([...permissions].flatMap(({ node }) => node.scopes.slice(0, -1)));
  for (const container of containers) {
    for (const source of scopesOfFolded.has(container) ? [] : dependencies.on(container)) {
      if (!scopesOfFolded.has(source)) {
        source.node.addDependency(folded);
      }
    }
  }
}

/** The declared dependencies between the constructs of an app. References are not included. */
export class Dependencies {
  private readonly participants = new Set<IConstruct>();
  private readonly byTarget = new Map<IConstruct, Set<IConstruct>>();
  private isRead = false;

  /** Reads all dependencies of the app on first use. */
  public constructor(private readonly tree: ConstructTreeIndex) {}

  /** Whether the construct itself depends on another one, or another one on it. */
  public involve(construct: IConstruct): boolean {
    this.read();
    return this.participants.has(construct);
  }

  /** The constructs that depend on the given construct and everything in it. */
  public on(construct: IConstruct): Iterable<IConstruct> {
    this.read();
    return this.byTarget.get(construct) ?? [];
  }

  private read(): void {
    if (this.isRead) {
      return;
    }
    this.isRead = true;
    const { constructs } = this.tree;
    for (const source of constructs) {
      for (const target of source.node.dependencies) {
        this.add(source, target);
        const sources = this.byTarget.get(target) ?? new Set();
        this.byTarget.set(target, sources.add(source));
      }
      if (CfnResource.isCfnResource(source)) {
        for (const target of source.obtainDependencies()) {
          this.add(source, target);
        }
      }
    }
  }

  private add(source: IConstruct, target: IConstruct): void {
    this.participants.add(source).add(target);
  }
}
