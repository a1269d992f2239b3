import { asArray, isObject, member } from '../json';
import type { Value } from '../values/part';
import { render } from '../values/render';
import type { Resolver } from '../values/resolver';
import type { Resource } from '../values/resource';
import type { Cors, Stage } from './api';

/** The CORS settings of an HTTP API; none when it has none. */
export function readCors(api: Resource, resolver: Resolver): Cors | undefined {
  const cors = member(api.properties, 'CorsConfiguration');
  if (!isObject(cors)) {
    return undefined;
  }
  const show = (value: Value) => render(value, api.template);
  const list = (name: string) => {
    const raw = member(cors, name);
    const items = asArray(raw).length > 0 ? asArray(raw) : raw === undefined ? [] : [raw];
    return items.map((item) => show(resolver.resolve(item, api.template)));
  };
  return {
    allowOrigins: list('AllowOrigins'),
    allowMethods: list('AllowMethods'),
    allowHeaders: list('AllowHeaders'),
    exposeHeaders: list('ExposeHeaders'),
    allowCredentials: show(resolver.resolve(member(cors, 'AllowCredentials'), api.template)) === 'true',
    maxAge: show(resolver.resolve(member(cors, 'MaxAge'), api.template)) || undefined,
  };
}

/** A stage of an API. */
export function readStage(stage: Resource, resolver: Resolver): Stage {
  return {
    name: render(resolver.property(stage, 'StageName'), stage.template),
    autoDeploy: resolver.plain(stage, 'AutoDeploy') === 'true',
  };
}
