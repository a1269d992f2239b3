import { Names, Resource, Stack } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { IntegrationProblem } from '../problems/integration-problem';
import { isInTree } from '../synth/construct-tree';

/** An integration that has taken an id on an API. */
interface Owner {
  /** In words. */
  readonly subject: string;
  /** What goes with it. */
  readonly backend: Construct;
}

/** The ids that are taken on each API, and by whom. */
const takenOn = new WeakMap<IConstruct, Map<string, Owner>>();

/**
 * Where an integration's construct is put: under the first route that uses it, as the CDK puts it, or in a place
 * that no order of routes changes.
 */
export class Identity {
  private readonly problems: IntegrationProblem[] = [];
  private scope?: Construct;
  private backend?: Construct;

  /**
   * @param id of the integration's construct
   * @param stable whether it is put under the API
   */
  public constructor(
    private readonly id: string,
    private readonly stable = false,
  ) {}

  /**
   * Takes the place, on the first route: under the API itself, or, if the route is in another stack, in that one.
   * There are the backend and all that the integration refers to.
   *
   * @param api of the route
   * @param route the scope that the CDK's own way has
   * @param subject the integration in words
   */
  public claimScope(api: IConstruct, route: Construct, subject: () => string): void {
    // Without an id there is no place to take, which is told like that of any other.
    if (!this.stable || !this.id || this.scope !== undefined || this.problems.length > 0) {
      return;
    }
    const scope = scopeOn(api, route);
    const ids = takenOn.get(api) ?? new Map<string, Owner>();
    const wanted = [this.id, `${this.id}-Backend`].map(inTree);
    for (const id of wanted) {
      const owner = ids.get(id);
      const known = owner !== undefined && isInTree(owner.backend) ? owner.subject : scope.node.tryFindChild(id)?.node.path;
      if (known !== undefined) {
        this.problems.push(stableIdTaken(api.node.path, id === wanted[0] ? this.id : id, known));
        return;
      }
    }
    this.scope = scope;
    const backend = new Construct(scope, wanted[1]);
    this.backend = backend;
    const owner = { subject: subject(), backend };
    takenOn.set(
      api,
      wanted.reduce((taken, id) => taken.set(id, owner), ids),
    );
  }

  /** What is wrong with the id, once the place is taken, before the integration's construct is there. */
  public idProblemsFor(route: Construct): IntegrationProblem[] {
    return this.problems.length > 0 ? this.problems : idProblems(this.id, this.scopeFor(route));
  }

  /** The scope of the integration's construct, for a route. */
  public scopeFor(route: Construct): Construct {
    return this.scope ?? route;
  }

  /** The scope for constructs that the backend needs, for a route. */
  public backendScopeFor(route: Construct): Construct {
    return this.backend ?? route;
  }

  /** The path of the integration's construct, if it is not under the route. */
  public get path(): string | undefined {
    return this.scope && `${this.scope.node.path}/${this.id}`;
  }
}

/** An id as the tree has it, where slashes part ids. */
function inTree(id: string): string {
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

/** That something else on an API has an integration's id. */
export function stableIdTaken(api: string, id: string, owner: string): IntegrationProblem {
  return {
    code: 'StableIdTaken',
    value: id,
    message: `the id ${JSON.stringify(id)} is taken on the API ${api} by ${owner}`,
    remedy: 'give one of the two another id, or use one instance for the routes that may share an integration',
  };
}

/**
 * What is wrong with the id of an integration's construct, in words that say more than the CDK's own error would.
 *
 * @param id of the construct
 * @param home where it is going to be: a route, or the API
 */
export function idProblems(id: string, home: IConstruct): IntegrationProblem[] {
  // JavaScript may well pass nothing where an id belongs.
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
  const owner = ownerOf(id, home);
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

/** What has the id: routes and APIs make their own resource after the integration. */
function ownerOf(id: string, home: IConstruct): string | undefined {
  if (Resource.isResource(home) && id === 'Resource') {
    return `the resource of ${home.node.path} itself`;
  }
  if (Resource.isResource(home) && id === 'Default') {
    return `${home.node.path} itself: the CDK leaves "Default" out of logical ids, so that both would have the same`;
  }
  return home.node.tryFindChild(id)?.node.path;
}
