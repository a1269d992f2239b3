import { indexTemplate, type TemplateIndex } from './index-template';
import { asText, entriesOf, member } from './json';
import type { Environment } from './policy/value-bytes';
import { identity } from './references';

/** A template among those that are deployed together, such as those of one cloud assembly. */
export interface AssemblyTemplate extends Environment {
  /** Tells it from the others: its file, say. */
  readonly id: string;
  /** As it is parsed from JSON or YAML. */
  readonly body: unknown;
  /** The name under which the stack is deployed; nested stacks get theirs when they are. */
  readonly stackName?: string;
  /** What it is deployed with: exports of another one are not its own. @default - one for all */
  readonly assembly?: string;
  /** The nested stack's resource, and the template that has it. */
  readonly nestedIn?: { readonly id: string; readonly logicalId: string };
}

/** How many templates a value is followed through. */
const MAX_REFERENCE_DEPTH = 16;

/** A value and the template that it stands in. */
export interface ScopedValue {
  readonly template: AssemblyTemplate;
  readonly value: unknown;
}

/** Templates that are deployed together: a value of one leads to a resource of another. */
export class Assembly {
  public readonly indexes: ReadonlyMap<string, TemplateIndex>;
  private readonly byId: ReadonlyMap<string, AssemblyTemplate>;
  private readonly nested: ReadonlyMap<string, AssemblyTemplate>;
  private readonly exported = new Map<string, ScopedValue>();

  public constructor(public readonly templates: readonly AssemblyTemplate[]) {
    this.indexes = new Map(templates.map(({ id, body }) => [id, indexTemplate(body)]));
    this.byId = new Map(templates.map((template) => [template.id, template]));
    this.nested = new Map(
      templates.flatMap((template) => (template.nestedIn === undefined ? [] : [[keyOf(template.nestedIn), template] as const])),
    );
    for (const template of templates) {
      for (const [, output] of entriesOf(member(template.body, 'Outputs'))) {
        const name = asText(member(member(output, 'Export'), 'Name'));
        if (name !== undefined) {
          this.exported.set(keyOf({ id: template.assembly ?? '', logicalId: name }), { template, value: member(output, 'Value') });
        }
      }
    }
  }

  /** Where a value comes from: through exports, parameters and outputs of nested stacks, as far as the templates tell. */
  public origin(place: ScopedValue): ScopedValue {
    let here = place;
    for (let depth = 0; depth < MAX_REFERENCE_DEPTH; depth++) {
      const next = this.next(here);
      if (next === undefined) {
        break;
      }
      here = next;
    }
    return here;
  }

  public resourcesOf({ id }: AssemblyTemplate): TemplateIndex['resources'] {
    return (this.indexes.get(id) as TemplateIndex).resources;
  }

  private next({ template, value }: ScopedValue): ScopedValue | undefined {
    const imported = asText(member(value, 'Fn::ImportValue'));
    if (imported !== undefined) {
      return this.exported.get(keyOf({ id: template.assembly ?? '', logicalId: imported }));
    }
    const resources = this.resourcesOf(template);
    const [kind, name = ''] = (identity(value) ?? '').split(' ');
    if (kind === 'Ref' && !resources.has(name)) {
      return this.argument(template, name);
    }
    const [logicalId, ...attribute] = name.split('.');
    return kind === 'Fn::GetAtt' && attribute[0] === 'Outputs' ? this.output(template, logicalId, attribute.slice(1).join('.')) : undefined;
  }

  /** What the parent passes to a nested stack's parameter. */
  private argument({ nestedIn }: AssemblyTemplate, parameter: string): ScopedValue | undefined {
    const template = nestedIn && this.byId.get(nestedIn.id);
    const stack = nestedIn && template && this.indexes.get(nestedIn.id)?.resources.get(nestedIn.logicalId);
    const value = member(stack?.raw('Parameters'), parameter);
    return template === undefined || value === undefined ? undefined : { template, value };
  }

  /** What a nested stack gives to its parent. */
  private output(parent: AssemblyTemplate, logicalId: string, name: string): ScopedValue | undefined {
    const template = this.nested.get(keyOf({ id: parent.id, logicalId }));
    const value = member(member(member(template?.body, 'Outputs'), name), 'Value');
    return template === undefined || value === undefined ? undefined : { template, value };
  }
}

const keyOf = ({ id, logicalId }: { readonly id: string; readonly logicalId: string }): string => JSON.stringify([id, logicalId]);
