import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const KEY = Symbol.for('@apigwv2-integrations/core.ApiPermissions');

/**
 * The API-wide permissions that an app holds, so that no route has to walk the tree for them.
 *
 * Kept on the tree's root, where another copy of this package finds it too.
 */
export class ApiPermissions {
  public static of(scope: IConstruct): ApiPermissions {
    const root = scope.node.root as { [KEY]?: ApiPermissions };
    root[KEY] ??= new ApiPermissions();
    return root[KEY];
  }

  private readonly permissions = new Map<string, IConstruct[]>();

  private constructor() {}

  /** Whether the stack, or one nested in it, has the permission. */
  public covers(id: string, stack: Stack): boolean {
    return this.permissions.get(id)?.some(({ node }) => node.scopes.includes(stack)) ?? false;
  }

  /** The permission, if the stack itself has it. */
  public inStack(id: string, stack: Stack): IConstruct | undefined {
    return this.permissions.get(id)?.find((permission) => Stack.of(permission) === stack);
  }

  public add(id: string, permission: IConstruct): void {
    this.permissions.set(id, [...(this.permissions.get(id) ?? []), permission]);
  }
}
