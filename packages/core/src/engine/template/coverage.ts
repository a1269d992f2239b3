import { transformsOf } from './expand-loops';
import { asText, entriesOf, isObject, member } from './json';
import { type KnownTemplates, withKnownValues } from './known-values';
import type { Resource } from './resource';
import type { Resources } from './resources';
import type { LeftOutPart, Template } from './template';

/** Something that the checks do not look at. */
export interface NotChecked extends LeftOutPart {
  /** The `id` of the template. */
  readonly templateId: string;
}

/** How much of templates the checks look at. */
export interface CheckCoverage {
  /** APIs whose routes are resources of the templates. */
  readonly apis: number;
  readonly routes: number;
  readonly notChecked: readonly NotChecked[];
}

/**
 * Counts what `checkTemplates` looks at, and lists what it does not.
 *
 * @param known what `withKnownValues` made of the templates already
 */
export function coverageOf(
  written: readonly Template[],
  { templates, resources }: KnownTemplates = withKnownValues(written),
): CheckCoverage {
  const apis = resources.all('AWS::ApiGatewayV2::Api');
  const nested = new Set(templates.flatMap(({ nestedIn }) => (nestedIn === undefined ? [] : [`${nestedIn.id}#${nestedIn.logicalId}`])));
  return {
    apis: apis.filter((api) => bodyOf(api) === undefined).length,
    routes: resources.all('AWS::ApiGatewayV2::Route').length,
    notChecked: [
      ...apis.filter((api) => bodyOf(api) !== undefined).map((api) => notChecked(api, 'API', describeBody(api))),
      ...samApis(resources),
      ...resources
        .all('AWS::CloudFormation::Stack')
        .filter(({ key }) => !nested.has(key))
        .map((stack) => notChecked(stack, 'nested stack', 'its template is not in the assembly')),
      ...templates.flatMap(transforms),
      ...templates.flatMap(({ id: templateId, leftOut = [] }) => leftOut.map((part) => ({ templateId, ...part }))),
    ],
  };
}

function bodyOf(api: Resource): unknown {
  return api.raw('Body') ?? api.raw('BodyS3Location');
}

/** What an API has instead of routes that are resources: `OpenAPI body`, or the document with its name. */
export function describeBody(api: Resource): string {
  const location = api.raw('Body') === undefined ? api.raw('BodyS3Location') : undefined;
  const [bucket, key] = ['Bucket', 'Key'].map((name) => asText(member(location, name)));
  const name = bucket === undefined || key === undefined ? asText(location) : `s3://${bucket}/${key}`;
  const where = name === undefined ? ' in S3' : `, ${name}`;
  return location === undefined ? 'OpenAPI body' : `OpenAPI document${where}`;
}

function notChecked({ template, logicalId }: Resource, kind: string, reason: string): NotChecked {
  return { templateId: template.id, logicalId, kind, reason };
}

/** SAM's own HTTP APIs, and the API that it adds for events that name none, once in a template. */
function samApis(resources: Resources): NotChecked[] {
  const implicit = new Map<string, Resource>();
  for (const resource of resources.all('AWS::Serverless::Function')) {
    const events = entriesOf(resource.object('Events')).map(([, event]) => event);
    const isImplicit = (event: unknown) => member(event, 'Type') === 'HttpApi' && member(event, 'Properties', 'ApiId') === undefined;
    if (events.some(isImplicit) && !implicit.has(resource.template.id)) {
      implicit.set(resource.template.id, resource);
    }
  }
  return [...resources.all('AWS::Serverless::HttpApi'), ...implicit.values()].map((api) => notChecked(api, 'API', 'SAM resource'));
}

/** Transforms and loops that add resources when the template is deployed. */
function transforms({ id: templateId, body }: Template): NotChecked[] {
  const macros = transformsOf(body).filter((name) => name !== 'AWS::LanguageExtensions');
  const resources = entriesOf(member(body, 'Resources'));
  const loops = resources.filter(([name]) => name.startsWith('Fn::ForEach::'));
  const included = resources.filter(
    ([name, resource]) => name === 'Fn::Transform' || (isObject(resource) && Object.hasOwn(resource, 'Fn::Transform')),
  );
  return [
    ...macros.map((name) => ({ templateId, kind: 'template', reason: `resources that the transform ${name} adds` })),
    ...loops.map(([logicalId]) => ({ templateId, logicalId, kind: 'loop', reason: 'its items are not in the template' })),
    ...included.map(([logicalId, resource]) => ({
      templateId,
      logicalId,
      kind: 'resource',
      reason:
        `the transform ${asText(member(logicalId === 'Fn::Transform' ? resource : member(resource, 'Fn::Transform'), 'Name')) ?? ''}`.trim(),
    })),
  ];
}

/** What was checked and what was not, in one line: `2 APIs, 14 routes checked; 1 API not checked: OpenAPI body`. */
export function describeCoverage({
  apis,
  routes,
  notChecked: left,
}: Omit<CheckCoverage, 'notChecked'> & { readonly notChecked: readonly Pick<NotChecked, 'kind' | 'reason'>[] }): string {
  const counts = new Map<string, { readonly kind: string; readonly reason: string; count: number }>();
  for (const { kind, reason } of left) {
    const entry = counts.get(`${kind} ${reason}`) ?? { kind, reason, count: 0 };
    counts.set(`${kind} ${reason}`, { ...entry, count: entry.count + 1 });
  }
  const groups = [...counts.values()].map(({ kind, reason, count }) =>
    kind === 'template' ? `not checked: ${reason}` : `${plural(count, kind)} not checked: ${reason}`,
  );
  return [`${plural(apis, 'API')}, ${plural(routes, 'route')} checked`, ...groups].join('; ');
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
