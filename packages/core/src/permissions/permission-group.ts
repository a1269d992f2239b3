import { type CfnResource, Names, type Stack, Token } from 'aws-cdk-lib';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnPermission, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { type ByteRange, between, bytesOfText, sum } from '../engine/template/policy/byte-range';
import { MAX_SID_CHARACTERS, statementBytes } from '../engine/template/policy/permission-bytes';
import { bytesOf, idBytes, locationOf, propertiesOf, withCondition } from './permission-bytes';

/** The common properties of the permissions in a group. */
export interface GroupFacts {
  readonly handler: IFunction;
  readonly principal: IPrincipal;
  readonly api: IConstruct;
  readonly stack: Stack;
  /** The source ARN that covers the whole API. */
  readonly apiArn: string;
}

/** The permission of one route. */
interface RoutePermission {
  readonly permission: CfnPermission;
  /** The size of the end of its source ARN, after the API's ID and a slash. */
  readonly sourceBytes: ByteRange;
  /** Whether an API-wide permission may replace it. */
  readonly foldable: boolean;
}

/** The assumed size if it contains a token. Longer paths are possible but unlikely. */
const UNKNOWN_SOURCE_BYTES = between(1, 160);

/** The permissions of one stack that allow one API to invoke one function. */
export class PermissionGroup {
  public routes: RoutePermission[] = [];
  /** The API-wide permission that replaces permissions of routes. */
  public folded?: CfnPermission;
  /** The API-wide permission that `PermissionScope.API` added. */
  public allowedBy?: IConstruct;
  /** The scopes of the routes with `PermissionScope.API`. */
  public readonly apiRoutes: Construct[] = [];
  private measuredBytes?: ByteRange;

  public constructor(public readonly facts: GroupFacts) {}

  public add(permission: CfnPermission, source: string, foldable: boolean): void {
    this.routes.push({ permission, sourceBytes: Token.isUnresolved(source) ? UNKNOWN_SOURCE_BYTES : bytesOfText(source), foldable });
  }

  /** The construct ID of the API-wide permission, which is that of the CDK's own class. */
  public get apiPermissionId(): string {
    return `ApiPermission.ApiScoped.${Names.nodeUniqueId(this.facts.handler.node)}.${Names.nodeUniqueId(this.facts.api.node)}`;
  }

  /** The maximum size of the routes' permissions with names of any length. Faster than measuring each. */
  public get upperBound(): number {
    return this.routes.reduce(
      (bytes, { permission, sourceBytes }) =>
        bytes + (this.isLikeFirst(permission) ? this.commonBytes.max + sourceBytes.max + MAX_SID_CHARACTERS : bytesOf(permission).max),
      0,
    );
  }

  /** The size of a route's permission. */
  public bytesOfRoute({ permission, sourceBytes }: RoutePermission): ByteRange {
    return this.isLikeFirst(permission)
      ? withCondition(permission, sum(this.commonBytes, sourceBytes, idBytes(permission)))
      : bytesOf(permission);
  }

  /** The maximum size of an API-wide permission. */
  public get headroom(): number {
    return this.commonBytes.max + bytesOfText('*').max + MAX_SID_CHARACTERS;
  }

  /** Whether a permission has the restrictions of the first one. An Aspect may have restricted only some of them. */
  private isLikeFirst(permission: CfnPermission): boolean {
    return isRestrictedAs(this.routes[0].permission, permission);
  }

  /** The size of a statement without its ID and without the end of its source ARN. It is the same for all routes. */
  private get commonBytes(): ByteRange {
    this.measuredBytes ??= bytesWithoutSource(this.routes[0].permission);
    return this.measuredBytes;
  }
}

/** Uses a typical source ARN, because resolving the tokens of the real one takes most of the time. */
function bytesWithoutSource(permission: CfnPermission): ByteRange {
  const { stack, functionName } = permission;
  const location = locationOf(stack, functionName);
  const { FunctionName, SourceArn, ...others } = propertiesOf(permission);
  const properties = {
    ...stack.resolve(others),
    FunctionName: location.functionName === undefined ? stack.resolve(FunctionName) : undefined,
    SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/' },
  };
  return statementBytes(properties, location);
}

/** Whether a resource is a Lambda permission. */
export function isPermission(resource: CfnResource): resource is CfnPermission {
  return resource.cfnResourceType === 'AWS::Lambda::Permission';
}

const RESTRICTIONS = ['sourceAccount', 'eventSourceToken', 'principalOrgId', 'functionUrlAuthType', 'invokedViaFunctionUrl'] as const;

/** The oldest supported CDK lacks the last one. */
type Restrictions = Partial<Record<(typeof RESTRICTIONS)[number], unknown>>;

/** The conditions of a permission other than its source ARN. The CDK sets none for routes, but an Aspect may. */
export function restrictionsOf(permission: CfnPermission): Restrictions {
  return Object.fromEntries(RESTRICTIONS.flatMap((name) => (isSet(permission, name) ? [[name, (permission as Restrictions)[name]]] : [])));
}

export function isRestrictedAs(one: CfnPermission, other: CfnPermission): boolean {
  return RESTRICTIONS.every((name) => (one as Restrictions)[name] === (other as Restrictions)[name]);
}

export function isUnrestricted(permission: CfnPermission): boolean {
  return !RESTRICTIONS.some((name) => isSet(permission, name));
}

function isSet(permission: CfnPermission, name: keyof Restrictions): boolean {
  return (permission as Restrictions)[name] !== undefined;
}
