import { type CfnResource, Names, type Stack, Token } from 'aws-cdk-lib';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnPermission, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { type ByteRange, between, bytesOfText, sum } from '../engine/template/policy/byte-range';
import { MAX_SID_CHARACTERS, statementBytes } from '../engine/template/policy/permission-bytes';
import { bytesOf, certainly, idBytes, placeOf, propertiesOf } from './permission-bytes';

/** What the permissions of a group have in common. */
export interface GroupFacts {
  readonly handler: IFunction;
  readonly principal: IPrincipal;
  readonly api: IConstruct;
  readonly stack: Stack;
  /** Of the whole API. */
  readonly apiArn: string;
}

/** The permission of one route. */
interface RoutePermission {
  readonly permission: CfnPermission;
  /** Of its source ARN, behind the API's id and a slash. */
  readonly tail: ByteRange;
  /** Whether one for the whole API may take its place. */
  readonly foldable: boolean;
}

/** What a tail with a token may have: longer paths there are, but hardly in a variable. */
const UNKNOWN_TAIL = between(1, 160);

/** The permissions of one stack that let one API invoke one function. */
export class PermissionGroup {
  public routes: RoutePermission[] = [];
  /** The permission for the whole API that took the place of those of routes. */
  public folded?: CfnPermission;
  /** The permission for the whole API that was asked for. */
  public allowedBy?: IConstruct;
  /** The scopes of the routes that asked for it. */
  public readonly apiRoutes: Construct[] = [];
  private base?: ByteRange;

  public constructor(public readonly facts: GroupFacts) {}

  public add(permission: CfnPermission, tail: string, foldable: boolean): void {
    this.routes.push({ permission, tail: Token.isUnresolved(tail) ? UNKNOWN_TAIL : bytesOfText(tail), foldable });
  }

  /** The id of the permission for the whole API, the one that the CDK's own class gives it. */
  public get apiPermissionId(): string {
    return `ApiPermission.ApiScoped.${Names.nodeUniqueId(this.facts.handler.node)}.${Names.nodeUniqueId(this.facts.api.node)}`;
  }

  /** The most that the permissions of the routes can need, whatever their names: told without a look at each. */
  public get upperBound(): number {
    return this.routes.reduce(
      (bytes, { permission, tail }) =>
        bytes + (this.isAsFirst(permission) ? this.beside.max + tail.max + MAX_SID_CHARACTERS : bytesOf(permission).max),
      0,
    );
  }

  /** What the permission of one of the routes adds to the policy. */
  public bytesOfRoute({ permission, tail }: RoutePermission): ByteRange {
    return this.isAsFirst(permission) ? certainly(permission, sum(this.beside, tail, idBytes(permission))) : bytesOf(permission);
  }

  /** The most that a permission for the whole API would need. */
  public get headroom(): number {
    return this.beside.max + bytesOfText('*').max + MAX_SID_CHARACTERS;
  }

  /** Whether a permission is like the first: an Aspect may have restricted one alone. */
  private isAsFirst(permission: CfnPermission): boolean {
    return isRestrictedAs(this.routes[0].permission, permission);
  }

  /** A route's statement without its id, and without the end of its source ARN: the same for all. */
  private get beside(): ByteRange {
    this.base ??= besideTail(this.routes[0].permission);
    return this.base;
  }
}

/** Told without a look at the source ARN, which is much alike everywhere: to resolve its tokens takes longer than all else. */
function besideTail(permission: CfnPermission): ByteRange {
  const { stack, functionName } = permission;
  const place = placeOf(stack, functionName);
  const { FunctionName, SourceArn, ...others } = propertiesOf(permission);
  const properties = {
    ...stack.resolve(others),
    FunctionName: place.functionName === undefined ? stack.resolve(FunctionName) : undefined,
    SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/' },
  };
  return statementBytes(properties, place);
}

/** A permission among other resources. */
export function isPermission(resource: CfnResource): resource is CfnPermission {
  return resource.cfnResourceType === 'AWS::Lambda::Permission';
}

const RESTRICTIONS = ['sourceAccount', 'eventSourceToken', 'principalOrgId', 'functionUrlAuthType', 'invokedViaFunctionUrl'] as const;

/** The oldest CDK lacks the last of them. */
type Restrictions = Partial<Record<(typeof RESTRICTIONS)[number], unknown>>;

/** What a permission demands beside its source ARN. The CDK gives none of it to routes, but an Aspect may add it. */
export function restrictionsOf(permission: CfnPermission): Restrictions {
  return Object.fromEntries(RESTRICTIONS.flatMap((name) => (isIn(permission, name) ? [[name, (permission as Restrictions)[name]]] : [])));
}

export function isRestrictedAs(one: CfnPermission, other: CfnPermission): boolean {
  return RESTRICTIONS.every((name) => (one as Restrictions)[name] === (other as Restrictions)[name]);
}

export function isUnrestricted(permission: CfnPermission): boolean {
  return !RESTRICTIONS.some((name) => isIn(permission, name));
}

function isIn(permission: CfnPermission, name: keyof Restrictions): boolean {
  return (permission as Restrictions)[name] !== undefined;
}
