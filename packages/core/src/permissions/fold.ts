import { CfnResource } from 'aws-cdk-lib';
import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { ConstructTreeIndex } from '../synth/construct-tree';
import { permissionOfApi } from './add-permission';
import { isRestrictedAs, isUnrestricted, type PermissionGroup } from './permission-group';

/**
 * Those permissions of a group that one for the whole API may take the place of: none that others depend on by itself,
 * none that a condition decides on, and all of them restricted in the same way.
 */
export function foldable({ routes, folded }: PermissionGroup, dependencies: Dependencies): CfnPermission[] {
  const found = routes
    .filter(({ permission, foldable: may }) => may && permission.cfnOptions.condition === undefined && !dependencies.involve(permission))
    .map(({ permission }) => permission);
  const alike = folded ?? found[0];
  return found.filter((permission) => isRestrictedAs(alike, permission) || (folded !== undefined && isUnrestricted(folded)));
}

/** Lets one permission for the whole API take the place of those of routes. Returns those that are gone. */
export function fold(
  group: PermissionGroup,
  permissions: readonly CfnPermission[],
  survey: ConstructTreeIndex,
  dependencies: Dependencies,
): ReadonlySet<CfnPermission> {
  const folded = group.folded ?? permissionOfApi(group, permissions[0]);
  const gone = new Set(permissions.filter((permission) => handOver(permission, folded)));
  group.folded = folded;
  group.routes = group.routes.filter(({ permission }) => !gone.has(permission));
  survey.resources.add(folded);
  for (const permission of gone) {
    permission.node.scope?.node.tryRemoveChild(permission.node.id);
    survey.resources.delete(permission);
  }
  redirect(gone, folded, dependencies);
  return gone;
}

/** Lets what refers to a permission refer to the one that takes its place; not if its id is exported already. */
function handOver(permission: CfnPermission, folded: CfnPermission): boolean {
  try {
    permission.overrideLogicalId(folded.logicalId);
    return true;
  } catch {
    return false;
  }
}

/** What depends on a route, or on an API, depends on its permissions, too. */
function redirect(permissions: ReadonlySet<CfnPermission>, folded: CfnPermission, dependencies: Dependencies): void {
  const around = new Set(folded.node.scopes);
  const containers = new Set([...permissions].flatMap(({ node }) => node.scopes.slice(0, -1)));
  for (const container of containers) {
    for (const source of around.has(container) ? [] : dependencies.on(container)) {
      if (!around.has(source)) {
        source.node.addDependency(folded);
      }
    }
  }
}

/** Who depends on whom in an app, as far as it is declared; what refers to what is no concern of this. */
export class Dependencies {
  private readonly parties = new Set<IConstruct>();
  private readonly byTarget = new Map<IConstruct, Set<IConstruct>>();
  private isRead = false;

  /** Looks at the whole app, once, and not before it is asked. */
  public constructor(private readonly survey: ConstructTreeIndex) {}

  /** Whether something depends on this very construct, or it on something. */
  public involve(construct: IConstruct): boolean {
    this.read();
    return this.parties.has(construct);
  }

  /** What depends on this construct with all that is in it. */
  public on(construct: IConstruct): Iterable<IConstruct> {
    this.read();
    return this.byTarget.get(construct) ?? [];
  }

  private read(): void {
    if (this.isRead) {
      return;
    }
    this.isRead = true;
    const { constructs } = this.survey;
    for (const source of constructs) {
      for (const target of source.node.dependencies) {
        this.note(source, target);
        const sources = this.byTarget.get(target) ?? new Set();
        this.byTarget.set(target, sources.add(source));
      }
      if (CfnResource.isCfnResource(source)) {
        for (const target of source.obtainDependencies()) {
          this.note(source, target);
        }
      }
    }
  }

  private note(source: IConstruct, target: IConstruct): void {
    this.parties.add(source).add(target);
  }
}
