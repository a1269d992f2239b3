import { asArray, asObject, isIntrinsic, isObject, type JsonObject, member } from '@apigwv2-integrations/core/engine';

const PREFIX = 'AWS::Serverless::';

/**
 * The resources of a template, each with the properties that its `Globals` section has for its type. Maps are merged, lists
 * are joined, and everything else of the resource takes precedence.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(resources: JsonObject, globals: unknown): JsonObject {
  if (!isObject(globals)) {
    return resources;
  }
  return Object.fromEntries(
    Object.entries(resources).map(([logicalId, resource]) => {
      const type = member(resource, 'Type');
      const section = typeof type === 'string' && type.startsWith(PREFIX) ? member(globals, type.slice(PREFIX.length)) : undefined;
      if (!isObject(section) || !isObject(resource)) {
        return [logicalId, resource];
      }
      const ignored = member(resource, 'IgnoreGlobals');
      const used = ignored === '*' ? {} : Object.fromEntries(Object.entries(section).filter(([name]) => !asArray(ignored).includes(name)));
      return [logicalId, { ...resource, Properties: merge(used, asObject(member(resource, 'Properties'))) }];
    }),
  );
}

function merge(general: unknown, own: unknown): unknown {
  if (Array.isArray(general) && Array.isArray(own)) {
    return [...general, ...own];
  }
  if (!isObject(general) || !isObject(own) || isIntrinsic(general) || isIntrinsic(own)) {
    return own;
  }
  const merged = new Map(Object.entries(general));
  for (const [name, value] of Object.entries(own)) {
    merged.set(name, merged.has(name) ? merge(merged.get(name), value) : value);
  }
  return Object.fromEntries(merged);
}
