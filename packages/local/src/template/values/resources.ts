import type { Template } from '../../assembly/template';
import { asObject, asString, isObject, member } from '../../json';
import type { Resource } from './resource';

/** A value together with the template in whose scope it is written. */
export interface Scoped {
  readonly value: unknown;
  readonly template: Template;
}

/** All resources and all that one template can take from another; built once, then only read. */
export class Resources {
  private readonly byKey = new Map<string, Resource>();
  private readonly byType = new Map<string, Resource[]>();
  private readonly templates = new Map<string, Template>();
  private readonly exports = new Map<string, Scoped[]>();
  private readonly functionNames = new Map<string, Resource[]>();

  constructor(templates: readonly Template[]) {
    for (const template of templates) {
      this.templates.set(template.id, template);
      this.addResources(template);
      for (const output of Object.values(asObject(member(template.body, 'Outputs')))) {
        push(this.exports, exportName(member(output, 'Export', 'Name'), template), { value: member(output, 'Value'), template });
      }
    }
  }

  /** A resource of a template by its logical id. */
  find(template: Template, logicalId: string): Resource | undefined {
    return this.byKey.get(keyOf(template, logicalId));
  }

  /** All resources of a type, in the order of the templates. */
  all(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** All resources, in the order of the templates. */
  everything(): readonly Resource[] {
    return [...this.byKey.values()];
  }

  /** The template that a nested stack resource deploys. */
  nestedTemplate(stack: Resource): Template | undefined {
    return this.templates.get(`${stack.template.id}/${stack.logicalId}`);
  }

  /** What the parent of a nested stack passes for a parameter. */
  argument(template: Template, parameter: string): Scoped | undefined {
    const parent = template.nestedIn && this.templates.get(template.nestedIn.templateId);
    const stack = parent && template.nestedIn && this.find(parent, template.nestedIn.logicalId);
    const value = member(stack?.properties, 'Parameters', parameter);
    return parent === undefined || value === undefined ? undefined : { value, template: parent };
  }

  /** The exported value of that name; of several, the one nearest to the template that imports it. */
  exported(name: string, from: Template): Scoped | undefined {
    return nearest(this.exports.get(name) ?? [], from, (found) => found.template);
  }

  /** An output of the stack deployed under that name. */
  output(stackName: string, output: string, from: Template): Scoped | undefined {
    const named = [...this.templates.values()].filter((template) => template.stackName === stackName);
    const template = nearest(named, from, (found) => found);
    const value = member(template?.body, 'Outputs', output, 'Value');
    return template === undefined || value === undefined ? undefined : { value, template };
  }

  /** What a stack in another region passes on by that name, as the CDK's `crossRegionReferences` do. */
  crossRegionExport(name: string, from: Template): Scoped | undefined {
    const found = this.all('Custom::CrossRegionExportWriter').flatMap(({ properties, template }) => {
      const value = member(properties, 'WriterProps', 'exports', name);
      return value === undefined ? [] : [{ value, template }];
    });
    return nearest(found, from, ({ template }) => template);
  }

  /** The function that bears a fixed name. */
  functionNamed(name: string, from: Template): Resource | undefined {
    return nearest(this.functionNames.get(name) ?? [], from, (found) => found.template);
  }

  private addResources(template: Template): void {
    for (const [logicalId, raw] of Object.entries(asObject(member(template.body, 'Resources')))) {
      const type = asString(member(raw, 'Type'));
      if (isObject(raw) && type !== undefined) {
        const properties = asObject(member(raw, 'Properties'));
        const path = template.constructPaths.get(logicalId)?.replace(/\/(?:Resource|Default)$/, '');
        const resource = { key: keyOf(template, logicalId), logicalId, type, properties, template, path };
        this.byKey.set(resource.key, resource);
        push(this.byType, type, resource);
        if (type === 'AWS::Lambda::Function') {
          push(this.functionNames, asString(member(properties, 'FunctionName')), resource);
        }
      }
    }
  }
}

function keyOf(template: Template, logicalId: string): string {
  return `${template.id}#${logicalId}`;
}

/** Nested stacks and plain templates may build the name from the stack's own. */
function exportName(name: unknown, template: Template): string | undefined {
  const pattern = asString(member(name, 'Fn::Sub'));
  return asString(name) ?? pattern?.replaceAll('${AWS::StackName}', () => template.stackName);
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

/** Stages of one app repeat names; what lies in the same assembly and environment is meant. */
function nearest<T>(candidates: readonly T[], from: Template, templateOf: (candidate: T) => Template): T | undefined {
  const distance = (candidate: T): number => {
    const template = templateOf(candidate);
    const apart = [
      template.folder !== from.folder,
      template.environment.account !== from.environment.account,
      template.environment.region !== from.environment.region,
    ];
    return apart.filter(Boolean).length;
  };
  return [...candidates].sort((a, b) => distance(a) - distance(b))[0];
}
