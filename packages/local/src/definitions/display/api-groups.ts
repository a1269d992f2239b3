import type { Template } from '../../assembly/template';
import { keyText } from '../../template/values/render';
import type { Resolver } from '../../template/values/resolver';
import type { Resource } from '../../template/values/resource';
import type { ResolvedValue } from '../../template/values/segment';

/** What the templates hold of one API: the API itself when it is there, its stages and its routes. */
export interface ApiGroup {
  /** The value that its routes and stages name it by. */
  readonly id: ResolvedValue;
  readonly home: Template;
  readonly api?: Resource;
  readonly stages: readonly Resource[];
  readonly routes: readonly Resource[];
}

interface Growing extends ApiGroup {
  readonly stages: Resource[];
  readonly routes: Resource[];
}

/** The APIs of the templates, each with what belongs to it, wherever in the assembly that is written. */
export function apiGroups(resolver: Resolver): readonly ApiGroup[] {
  const found = new Map<string, Growing>();
  const groupOf = (id: ResolvedValue, home: Template, api?: Resource): Growing => {
    const group = found.get(keyText(id)) ?? { id, home, api, stages: [], routes: [] };
    found.set(keyText(id), group);
    return group;
  };
  for (const resource of resolver.resources.all('AWS::ApiGatewayV2::Api')) {
    groupOf([{ kind: 'reference', resource }], resource.template, resource);
  }
  for (const route of resolver.resources.all('AWS::ApiGatewayV2::Route')) {
    groupOf(resolver.property(route, 'ApiId'), route.template).routes.push(route);
  }
  for (const stage of resolver.resources.all('AWS::ApiGatewayV2::Stage')) {
    found.get(keyText(resolver.property(stage, 'ApiId')))?.stages.push(stage);
  }
  return [...found.values()];
}
