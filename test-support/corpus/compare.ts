import { asObject, isObject, type JsonObject, member, withDocuments } from '@apigwv2-integrations/core/engine';
import { expandSam } from '../../packages/local/src/template/sam/expand-sam';

/** How the expansion of a template differs from that of SAM. */
export interface Difference {
  readonly logicalId: string;
  readonly ours?: string;
  readonly theirs?: string;
}

/** What was compared of a template, by type of resource. */
export interface Compared {
  readonly differences: readonly Difference[];
  readonly counts: ReadonlyMap<string, number>;
}

/** Types that are compared whole; of the others only the logical ID is. */
const WHOLE = /^AWS::(?:ApiGatewayV2::|Lambda::(?:Alias|Permission|Url)$|Route53::)/;
/** Types of which SAM alone knows all properties, or which do not concern APIs. */
const IDS = /^AWS::(?:Lambda::(?:Function|Version)|IAM::Role)$/;

/** Replaces local files, which only a deployment uploads, by objects in S3, as `sam package` does. */
export function packaged(body: JsonObject): JsonObject {
  const resources = Object.entries(asObject(member(body, 'Resources'))).map(([logicalId, resource]) => {
    const properties = { ...asObject(member(resource, 'Properties')) };
    for (const name of ['CodeUri', 'ContentUri', 'DefinitionUri']) {
      const uri = properties[name];
      if (typeof uri === 'string' && !uri.startsWith('s3://')) {
        properties[name] = `s3://bucket/${logicalId}`;
      }
    }
    const isFunction = member(resource, 'Type') === 'AWS::Serverless::Function';
    if (isFunction && ['InlineCode', 'ImageUri', 'CodeUri'].every((name) => properties[name] === undefined)) {
      Object.assign(properties, properties['PackageType'] === 'Image' ? { ImageUri: 'repo:1' } : { CodeUri: 's3://bucket/key' });
    }
    return [logicalId, isObject(resource) ? { ...resource, Properties: properties } : resource];
  });
  const globals = asObject(member(body, 'Globals'));
  const { CodeUri, ...fn } = asObject(globals['Function']);
  const shared = CodeUri === undefined ? globals : { ...globals, Function: { ...fn, CodeUri: 's3://bucket/global' } };
  return { ...body, ...(Object.keys(globals).length === 0 ? {} : { Globals: shared }), Resources: Object.fromEntries(resources) };
}

/** Compares what we make of a template with what SAM makes of it. Both have their OpenAPI documents imported in the same way. */
export function compareWithSam(template: JsonObject, translated: JsonObject): Compared {
  const { body } = expandSam(structuredClone(template), false);
  const ofRestApis = restApiPermissions(template);
  const [ours, theirs] = [body, translated].map((each) => resourcesOf(asObject(withDocuments({ body: each }).body), template)) as [
    ReadonlyMap<string, string>,
    ReadonlyMap<string, string>,
  ];
  const differences: Difference[] = [];
  for (const logicalId of new Set([...ours.keys(), ...theirs.keys()])) {
    if (ours.get(logicalId) !== theirs.get(logicalId) && !ofRestApis.some((prefix) => logicalId.startsWith(prefix))) {
      differences.push({ logicalId, ours: ours.get(logicalId), theirs: theirs.get(logicalId) });
    }
  }
  const counts = new Map<string, number>();
  for (const text of theirs.values()) {
    const type = text.split(' ')[0] ?? '';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return { differences, counts };
}

/** Permissions of REST APIs, which are not expanded and which `check` and `serve` report. */
function restApiPermissions(template: JsonObject): readonly string[] {
  return Object.entries(asObject(member(template, 'Resources'))).flatMap(([logicalId, resource]) =>
    Object.entries(asObject(member(resource, 'Properties', 'Events'))).flatMap(([name, event]) =>
      member(event, 'Type') === 'Api' ? [`${logicalId}${name}Permission`] : [],
    ),
  );
}

function resourcesOf(body: JsonObject, template: JsonObject): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [logicalId, resource] of Object.entries(asObject(member(body, 'Resources')))) {
    const type = String(member(resource, 'Type'));
    if (IDS.test(type)) {
      found.set(logicalId, type);
    } else if (WHOLE.test(type) && isOfApi(type, resource)) {
      const { Tags: _tags, ...properties } = asObject(member(resource, 'Properties'));
      const compared = { condition: conditionOf(member(resource, 'Condition')), dependsOn: member(resource, 'DependsOn'), properties };
      found.set(logicalId, `${type} ${JSON.stringify(normalized(compared, template))}`);
    }
  }
  return found;
}

function isOfApi(type: string, resource: unknown): boolean {
  return type !== 'AWS::Lambda::Permission' || member(resource, 'Properties', 'Principal') === 'apigateway.amazonaws.com';
}

/** SAM gives a path the condition of its methods, which have it themselves. */
function conditionOf(condition: unknown): unknown {
  if (typeof condition !== 'string' || !condition.startsWith('if ')) {
    return condition;
  }
  const terms = condition
    .slice(3)
    .split(' and ')
    .filter((term) => !term.endsWith('PathCondition'));
  return terms.length === 1 && !terms[0]?.startsWith('not ') ? terms[0] : `if ${terms.join(' and ')}`;
}

/** Sorts keys, and writes equal values in the same way: parameters as their defaults, and `Fn::Sub` with its variables filled in. */
function normalized(value: unknown, template: JsonObject): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => normalized(item, template));
  }
  if (!isObject(value)) {
    return typeof value === 'string' ? plain(value) : value === null ? undefined : String(value);
  }
  const reference = member(value, 'Ref');
  if (typeof reference === 'string') {
    const fallback = member(template, 'Parameters', reference, 'Default');
    return fallback === undefined ? plain(`\${${reference}}`) : normalized(fallback, template);
  }
  const attribute = member(value, 'Fn::GetAtt');
  if (attribute !== undefined) {
    return plain(`\${${[attribute].flat().join('.')}}`);
  }
  const sub = member(value, 'Fn::Sub');
  if (sub !== undefined) {
    const [pattern, variables] = [sub].flat();
    const filled = String(pattern).replace(/\$\{(\w+)\}/g, (written, name: string) => {
      const given = member(variables, name) ?? (member(template, 'Parameters', name, 'Default') as string | undefined);
      return given === undefined ? written : String(normalized(given, template));
    });
    return plain(filled);
  }
  const entries = Object.entries(value).map(([name, inner]) => [name, normalized(inner, template)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function plain(text: string): string {
  return text
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::Region}', 'us-east-1')
    .replace(/\$\{(\w+)\.ApiId\}/g, '${$1}');
}
