import type { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const KEY = Symbol.for('@apigwv2-integrations/lambda.ApiPermissions');

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

  private readonly stacks = new Map<string, Stack[]>();

  private constructor() {}

  /** Whether the stack, or one nested in it, has the permission. */
  public covers(id: string, stack: Stack): boolean {
    return this.stacks.get(id)?.some((holder) => holder === stack || holder.node.scopes.includes(stack)) ?? false;
  }

  public add(id: string, stack: Stack): void {
    this.stacks.set(id, [...(this.stacks.get(id) ?? []), stack]);
  }
}
