import { type ApiGroup, groupByApi } from './api';
import { transformsOf } from './expand-loops';
import { entriesOf, member } from './json';
import type { Resolver } from './resolver';
import type { Resource } from './resource';
import type { Template } from './template';

/** What the rules read of one template: its resources, and those of each API together. */
export interface TemplateIndex {
  readonly resources: ReadonlyMap<string, Resource>;
  /** Whether the template names all its resources itself: no macro adds any when it is deployed. */
  readonly complete: boolean;
  /** Names that a `Ref` may have beside those of resources. */
  readonly parameters: ReadonlySet<string>;
  readonly apis: readonly ApiGroup[];
  /** Resolves values across all templates. */
  readonly resolver: Resolver;
}

/** Indexes a template; a document that is no template has no resources. Takes time linear in its size. */
export function indexTemplate(template: Template, resolver: Resolver): TemplateIndex {
  const resources = resolver.resources.of(template);
  return {
    resources,
    complete: isComplete(template, resolver),
    parameters: new Set(entriesOf(member(template.body, 'Parameters')).map(([name]) => name)),
    apis: groupByApi([...resources.values()], resolver),
    resolver,
  };
}

/** Whether a template names all its resources itself: no macro adds any when it is deployed. */
export function isComplete(template: Template, { resources }: Resolver): boolean {
  const { body } = template;
  const hasMacros =
    template.isPartial === true ||
    transformsOf(body).some((name) => name !== 'AWS::LanguageExtensions') ||
    entriesOf(member(body, 'Resources')).some(([name]) => name.startsWith('Fn::')) ||
    [...resources.of(template).values()].some(({ type }) => type.startsWith('AWS::Serverless::'));
  return !hasMacros;
}
