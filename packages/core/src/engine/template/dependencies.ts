import { member } from './json';
import type { Resource } from './resource';

const IN_SUB = /\$\{([^!}.][^}.]*)(?:\.[^}]*)?\}/g;

/** The order in which CloudFormation creates the resources of a template, as far as the template sets it. */
export class Dependencies {
  private readonly direct = new Map<Resource, readonly Resource[]>();

  public constructor(private readonly resources: ReadonlyMap<string, Resource>) {}

  /**
   * The resources that are created before one, because it refers to them or names them in `DependsOn`, directly or
   * through others. Takes time linear in the size of the template.
   */
  public before(resource: Resource): ReadonlySet<Resource> {
    const found = new Set<Resource>();
    const waiting = [resource];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const dependency of this.dependenciesOf(next)) {
        if (!found.has(dependency)) {
          found.add(dependency);
          waiting.push(dependency);
        }
      }
    }
    return found;
  }

  private dependenciesOf(resource: Resource): readonly Resource[] {
    const dependencies =
      this.direct.get(resource) ??
      [...resource.dependsOn, ...referencesIn(resource.properties)].flatMap((name) => this.resources.get(name) ?? []);
    this.direct.set(resource, dependencies);
    return dependencies;
  }
}

/** The logical ids in `Ref`, `Fn::GetAtt` and `Fn::Sub`, found without recursion. */
export function referencesIn(value: unknown): string[] {
  const names: string[] = [];
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) {
      continue;
    }
    names.push(...namesIn(next));
    for (const entry of Object.values(next)) {
      waiting.push(entry);
    }
  }
  return names;
}

function namesIn(value: object): string[] {
  const [ref, attribute, sub] = [member(value, 'Ref'), member(value, 'Fn::GetAtt'), member(value, 'Fn::Sub')];
  const [resource]: unknown[] = Array.isArray(attribute) ? attribute : [attribute];
  const [pattern]: unknown[] = Array.isArray(sub) ? sub : [sub];
  return [
    ...(typeof ref === 'string' ? [ref] : []),
    ...(typeof resource === 'string' ? [resource.split('.')[0]] : []),
    ...(typeof pattern === 'string' ? Array.from(pattern.matchAll(IN_SUB), ([, name]) => name) : []),
  ];
}
