import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isInTree } from '../synth/in-tree';

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

  /** The permission, if the stack, or one nested in it, has it. */
  public covering(id: string, stack: Stack): IConstruct | undefined {
    return this.find(id, ({ node }) => node.scopes.includes(stack));
  }

  /** The permission, if the stack itself has it. */
  public inStack(id: string, stack: Stack): IConstruct | undefined {
    return this.find(id, (permission) => Stack.of(permission) === stack);
  }

  public add(id: string, permission: IConstruct): void {
    this.permissions.set(id, [...(this.permissions.get(id) ?? []), permission]);
  }

  private find(id: string, isMeant: (permission: IConstruct) => boolean): IConstruct | undefined {
    return this.permissions.get(id)?.find((permission) => isMeant(permission) && isInTree(permission));
  }
}
