import type { Template } from '../../assembly/template';
import type { JsonObject } from '../../json';

/** A resource of one of the templates. */
export interface Resource {
  /** Tells this resource from all others of the assembly. */
  readonly key: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly template: Template;
  /** Construct path without the `/Resource` that the CDK's own constructs add. */
  readonly path?: string;
}

/** The resource's name as people know it: its construct path, short within the home stack, else its logical id. */
export function readableName(resource: Resource, home: Template): string {
  if (resource.path === undefined) {
    return resource.template.id === home.id ? resource.logicalId : `${resource.template.stack}/${resource.logicalId}`;
  }
  const prefix = `${home.path}/`;
  return home.path !== undefined && resource.path.startsWith(prefix) ? resource.path.slice(prefix.length) : resource.path;
}

/** Every name by which a person may mean the resource, the readable one first. */
export function namesOf({ logicalId, path, template }: Resource): readonly string[] {
  return [...(path === undefined ? [] : [path]), logicalId, `${template.stack}/${logicalId}`];
}

/** The last step of the resource's construct path, else its logical id. */
export function tailName(resource: Resource): string {
  return resource.path?.split('/').at(-1) ?? resource.logicalId;
}
