import { asText, entriesOf, isObject, member } from './json';
import { quickCreated } from './quick-create';
import { identity } from './references';
import { type Origin, Resource } from './resource';
import type { ScopedValue, Template } from './template';

/** The maximum number of steps, which ends circular references. */
const MAX_ORIGIN_STEPS = 16;

/** The resources of templates that are deployed together, and the values that templates exchange. Read-only after construction. */
export class Resources {
  private readonly byTemplate = new Map<string, Map<string, Resource>>();
  private readonly byType = new Map<string, Resource[]>();
  private readonly byId = new Map<string, Template>();
  private readonly nested = new Map<string, Template>();
  private readonly exports = new Map<string, ScopedValue[]>();
  private readonly functionNames = new Map<string, Resource[]>();

  public constructor(templates: readonly Template[]) {
    for (const template of templates) {
      this.byId.set(template.id, template);
      if (template.nestedIn !== undefined) {
        this.nested.set(keyOf(template.nestedIn), template);
      }
      this.addResources(template);
      for (const [, output] of entriesOf(member(template.body, 'Outputs'))) {
        push(this.exports, exportName(member(output, 'Export', 'Name'), template), { value: member(output, 'Value'), template });
      }
    }
  }

  /** The templates, each once. */
  public get templates(): readonly Template[] {
    return [...this.byId.values()];
  }

  /** The resources of a template, by logical id. */
  public of({ id }: Template): ReadonlyMap<string, Resource> {
    return this.byTemplate.get(id) ?? new Map();
  }

  /** A resource of a template by its logical id. */
  public find(template: Template, logicalId: string): Resource | undefined {
    return this.byTemplate.get(template.id)?.get(logicalId);
  }

  /** All resources of a type, in the order of the templates. */
  public all(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** All resources, in the order of the templates. */
  public everything(): readonly Resource[] {
    return [...this.byTemplate.values()].flatMap((resources) => [...resources.values()]);
  }

  /** Returns the value that the parent of a nested stack passes for a parameter. */
  public argument({ nestedIn }: Template, parameter: string): ScopedValue | undefined {
    const template = nestedIn && this.byId.get(nestedIn.id);
    const value = nestedIn && template && member(this.find(template, nestedIn.logicalId)?.raw('Parameters'), parameter);
    return template === undefined || value === undefined ? undefined : { value, template };
  }

  /** An output of the nested stack that a resource deploys. */
  public nestedOutput(stack: Resource, output: string): ScopedValue | undefined {
    return outputOf(this.nested.get(keyOf({ id: stack.template.id, logicalId: stack.logicalId })), output);
  }

  /** Returns the exported value with a name. If there are several, returns the one closest to the importing template. */
  public exported(name: string, from: Template): ScopedValue | undefined {
    return nearest(this.exports.get(name) ?? [], from, ({ template }) => template);
  }

  /** An output of the stack that is deployed under that name. */
  public output(stackName: string, output: string, from: Template): ScopedValue | undefined {
    const named = this.templates.filter((template) => template.stackName === stackName);
    return outputOf(
      nearest(named, from, (template) => template),
      output,
    );
  }

  /** Returns the value that a stack in another region provides under a name, as with the CDK's `crossRegionReferences`. */
  public crossRegionExport(name: string, from: Template): ScopedValue | undefined {
    const found = this.all('Custom::CrossRegionExportWriter').flatMap(({ properties, template }) => {
      const value = member(properties, 'WriterProps', 'exports', name);
      return value === undefined ? [] : [{ value, template }];
    });
    return nearest(found, from, ({ template }) => template);
  }

  /** The function that has a fixed name. */
  public functionNamed(name: string, from: Template): Resource | undefined {
    return nearest(this.functionNames.get(name) ?? [], from, ({ template }) => template);
  }

  /** Returns the origin of a value, by following exports, parameters and outputs of nested stacks within one assembly. */
  public origin(scoped: ScopedValue): ScopedValue {
    let origin = scoped;
    for (let step = 0; step < MAX_ORIGIN_STEPS; step++) {
      const next = this.nextOrigin(origin);
      if (next === undefined) {
        break;
      }
      origin = next;
    }
    return origin;
  }

  private nextOrigin({ template, value }: ScopedValue): ScopedValue | undefined {
    const imported = asText(member(value, 'Fn::ImportValue'));
    if (imported !== undefined) {
      const exported = this.exported(imported, template);
      return exported?.template.assembly === template.assembly ? exported : undefined;
    }
    const [kind, name = ''] = (identity(value) ?? '').split(' ');
    if (kind === 'Ref' && this.find(template, name) === undefined) {
      return this.argument(template, name);
    }
    const [logicalId, ...attribute] = name.split('.');
    const stack = kind === 'Fn::GetAtt' && attribute[0] === 'Outputs' ? this.find(template, logicalId) : undefined;
    return stack && this.nestedOutput(stack, attribute.slice(1).join('.'));
  }

  private addResources(template: Template): void {
    const resources = new Map<string, Resource>();
    this.byTemplate.set(template.id, resources);
    const add = (resource: Resource): void => {
      resources.set(resource.logicalId, resource);
      push(this.byType, resource.type, resource);
    };
    for (const [logicalId, body] of entriesOf(member(template.body, 'Resources'))) {
      if (isObject(body)) {
        add(new Resource(logicalId, body, template, originOf(logicalId, template, resources)));
      }
    }
    const written = [...resources.values()];
    const overrides = written.filter(({ type }) => type === 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides');
    for (const resource of written) {
      if (resource.type === 'AWS::Lambda::Function') {
        push(this.functionNames, resource.text('FunctionName'), resource);
      } else if (resource.type === 'AWS::ApiGatewayV2::Api') {
        quickCreated(resource, overrides).forEach(add);
      }
    }
  }
}

/** The origin of a part. The resource to which it belongs comes before it in the template. */
function originOf(logicalId: string, { parts }: Template, resources: ReadonlyMap<string, Resource>): Origin | undefined {
  const part = parts?.get(logicalId);
  const api = part && resources.get(part.logicalId);
  return (
    api && {
      name: part.name,
      api,
      locate: (path) => {
        const { logicalId: id, property } = part.locate(path);
        return { resource: resources.get(id) ?? api, property };
      },
    }
  );
}

function keyOf({ id, logicalId }: { readonly id: string; readonly logicalId: string }): string {
  return JSON.stringify([id, logicalId]);
}

function outputOf(template: Template | undefined, output: string): ScopedValue | undefined {
  const value = member(template?.body, 'Outputs', output, 'Value');
  return template === undefined || value === undefined ? undefined : { value, template };
}

/** Nested stacks and hand-written templates may build the name from the stack's own. */
function exportName(name: unknown, { stackName }: Template): string | undefined {
  const pattern = asText(member(name, 'Fn::Sub'));
  return asText(name) || (stackName === undefined ? pattern : pattern?.replaceAll('${AWS::StackName}', () => stackName));
}

function push<T>(map: Map<string, T[]>, key: string | undefined, value: T): void {
  if (key === undefined) {
    return;
  }
  const values = map.get(key);
  if (values === undefined) {
    map.set(key, [value]);
  } else {
    values.push(value);
  }
}

/** Stages of one app repeat names: a candidate of the same assembly, account and region comes first. */
function nearest<T>(candidates: readonly T[], from: Template, templateOf: (candidate: T) => Template): T | undefined {
  const distance = (candidate: T): number => {
    const { assembly, account, region } = templateOf(candidate);
    return [assembly !== from.assembly, account !== from.account, region !== from.region].filter(Boolean).length;
  };
  return [...candidates].sort((a, b) => distance(a) - distance(b))[0];
}
