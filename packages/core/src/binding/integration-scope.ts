import { Names, Resource, Stack } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { IntegrationProblem } from '../problems/integration-problem';
import { isInTree } from '../synth/construct-tree';

/** The integration that uses an ID on an API. */
interface Owner {
  /** A description of the integration for messages. */
  readonly subject: string;
  readonly backendScope: Construct;
}

const ownersByApi = new WeakMap<IConstruct, Map<string, Owner>>();

/**
 * The scope of an integration's construct: the first route that uses the integration, as with the CDK's own classes, or
 * with `stableId` the API, so that the order of routes does not change logical IDs.
 */
export class IntegrationScope {
  private readonly problems: IntegrationProblem[] = [];
  private scope?: Construct;
  private backendScope?: Construct;

  /**
   * @param id The construct ID of the integration.
   * @param stable Whether the construct is created under the API.
   */
  public constructor(
    private readonly id: string,
    private readonly stable = false,
  ) {}

  /**
   * For a stable ID, claims the ID for the first route: under the API, or under the stack of the route if the API is in
   * another stack. The backend's own constructs and the resources that the integration refers to are in that stack.
   *
   * @param subject A description of the integration for messages.
   */
  public claimScope(api: IConstruct, route: Construct, subject: () => string): void {
    // idProblems reports an empty ID.
    if (!this.stable || !this.id || this.scope !== undefined || this.problems.length > 0) {
      return;
    }
    const scope = scopeOn(api, route);
    const owners = ownersByApi.get(api) ?? new Map<string, Owner>();
    const ids = [this.id, `${this.id}-Backend`].map(escapeSlashes);
    for (const id of ids) {
      const owner = owners.get(id);
      const owned = owner !== undefined && isInTree(owner.backendScope) ? owner.subject : scope.node.tryFindChild(id)?.node.path;
      if (owned !== undefined) {
        this.problems.push(stableIdTaken(api.node.path, id === ids[0] ? this.id : id, owned));
        return;
      }
    }
    this.scope = scope;
    const backendScope = new Construct(scope, ids[1]);
    this.backendScope = backendScope;
    const owner = { subject: subject(), backendScope };
    for (const id of ids) {
      owners.set(id, owner);
    }
    ownersByApi.set(api, owners);
  }

  /** Problems of the ID. Call it after `claimScope`, and before the integration's construct is created. */
  public idProblems(route: Construct): IntegrationProblem[] {
    return this.problems.length > 0 ? this.problems : idProblems(this.id, this.scopeOfIntegration(route));
  }

  /** The scope of the integration's construct. */
  public scopeOfIntegration(route: Construct): Construct {
    return this.scope ?? route;
  }

  /** The scope of the constructs that the backend creates. */
  public scopeOfBackend(route: Construct): Construct {
    return this.backendScope ?? route;
  }

  /** The path of the integration's construct, or undefined if the construct is a child of the route. */
  public get path(): string | undefined {
    return this.scope && `${this.scope.node.path}/${this.id}`;
  }
}

/** Construct IDs cannot contain slashes; the `constructs` package replaces them. */
function escapeSlashes(id: string): string {
  return id.replaceAll('/', '--');
}

function scopeOn(api: IConstruct, route: Construct): Construct {
  const stack = Stack.of(route);
  if (Stack.of(api) === stack && Construct.isConstruct(api)) {
    return api as Construct;
  }
  const id = `Integrations-${Names.nodeUniqueId(api.node)}`;
  return (stack.node.tryFindChild(id) as Construct | undefined) ?? new Construct(stack, id);
}

function stableIdTaken(api: string, id: string, owner: string): IntegrationProblem {
  return {
    code: 'StableIdTaken',
    value: id,
    message: `the id ${JSON.stringify(id)} is taken on the API ${api} by ${owner}`,
    remedy: 'give one of the two another id, or use one instance for the routes that may share an integration',
  };
}

/** Problems of a construct ID, in clearer words than the CDK's own error. */
function idProblems(id: string, scope: IConstruct): IntegrationProblem[] {
  // Plain JavaScript may pass no ID.
  if (!id) {
    return [
      {
        code: 'IdEmpty',
        value: '',
        message: `the id ${JSON.stringify(id)} is empty`,
        remedy: 'give the integration an id that is unique among the children of its route, such as "BooksIntegration"',
      },
    ];
  }
  const owner = ownerOf(id, scope);
  return owner === undefined
    ? []
    : [
        {
          code: 'IdTaken',
          value: id,
          message: `the id ${JSON.stringify(id)} is taken by ${owner}`,
          remedy: 'give the integration another id, such as "BooksIntegration"',
        },
      ];
}

/** The construct that has an ID. Routes and APIs create their own resource after the integration. */
function ownerOf(id: string, scope: IConstruct): string | undefined {
  if (Resource.isResource(scope) && id === 'Resource') {
    return `the resource of ${scope.node.path} itself`;
  }
  if (Resource.isResource(scope) && id === 'Default') {
    return `${scope.node.path} itself: the CDK leaves "Default" out of logical ids, so that both would have the same`;
  }
  return scope.node.tryFindChild(id)?.node.path;
}
