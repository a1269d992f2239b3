import { isIntrinsic, isObject, type Resolver, type Resource, render, type Template } from '@apigwv2-integrations/core/engine';

/** Deeper values are compared as a whole. */
const MAX_DEPTH = 24;
const MAX_LISTED_PROPERTIES = 4;
const MAX_SHOWN_CHARACTERS = 80;

/** A property with another value than before; undefined where it is absent. */
export interface PropertyChange {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** Texts of properties by path, such as `RequestParameters.append:header.x`. References are names, so that logical IDs do not matter. */
export type Properties = ReadonlyMap<string, string>;

/** Reads the properties of a resource, except some. */
export function readProperties(resource: Resource, home: Template, resolver: Resolver, except: ReadonlySet<string>): Properties {
  const texts = new Map<string, string>();
  const add = (path: string, value: unknown, depth: number): void => {
    if (depth < MAX_DEPTH && isObject(value) && !isIntrinsic(value)) {
      for (const [name, member] of Object.entries(value)) {
        add(`${path}.${name}`, member, depth + 1);
      }
    } else if (depth < MAX_DEPTH && Array.isArray(value) && value.some(isObject)) {
      for (const [index, item] of value.entries()) {
        add(`${path}[${index}]`, item, depth + 1);
      }
    } else {
      const text = textOf(value, resource.template, home, resolver);
      if (text !== '') {
        texts.set(path, text);
      }
    }
  };
  for (const [name, value] of Object.entries(resource.properties)) {
    if (!except.has(name)) {
      add(name, value, 0);
    }
  }
  return texts;
}

function textOf(value: unknown, template: Template, home: Template, resolver: Resolver): string {
  const text = render(resolver.resolve(value, template), home);
  // A function whose arguments are objects is not resolved. Its text in the template differs where the function does.
  return text.includes('…') ? JSON.stringify(value) : text;
}

/** The properties that differ, in the order of the names. */
export function changedProperties(before: Properties, after: Properties): readonly PropertyChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
  return names.sort().map((name) => ({ name, before: before.get(name), after: after.get(name) }));
}

/** `TimeoutInMillis from 10000 to 20000, Description removed and 3 more properties` */
export function describeProperties(changes: readonly PropertyChange[]): string {
  const listed = changes.slice(0, MAX_LISTED_PROPERTIES).map(describeProperty).join(', ');
  const rest = changes.length - MAX_LISTED_PROPERTIES;
  return rest > 0 ? `${listed} and ${rest} more ${rest === 1 ? 'property' : 'properties'}` : listed;
}

function describeProperty({ name, before, after }: PropertyChange): string {
  if (before === undefined) {
    return `${name} set to ${shortened(after ?? '')}`;
  }
  return after === undefined ? `${name} removed (was ${shortened(before)})` : `${name} from ${shortened(before)} to ${shortened(after)}`;
}

/** A value as it is shown in a message. */
export function shortened(text: string): string {
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}…`;
}
