import { isObject, member, type Resolver, type Resource, render } from '@apigwv2-integrations/core/engine';
import type { Texts } from '../../template/values/texts';
import type { Cors, Stage } from './api';

/** The CORS settings of an HTTP API; none when it has none. */
export function readCors(api: Resource, texts: Texts): Cors | undefined {
  const cors = member(api.properties, 'CorsConfiguration');
  if (!isObject(cors)) {
    return undefined;
  }
  const text = (name: string) => texts.text(member(cors, name), api.template);
  const list = (name: string) => texts.list(member(cors, name), api.template);
  return {
    allowOrigins: list('AllowOrigins'),
    allowMethods: list('AllowMethods'),
    allowHeaders: list('AllowHeaders'),
    exposeHeaders: list('ExposeHeaders'),
    allowCredentials: text('AllowCredentials') === 'true',
    maxAge: text('MaxAge') || undefined,
  };
}

/** A stage of an API. */
export function readStage(stage: Resource, resolver: Resolver): Stage {
  return {
    name: render(resolver.property(stage, 'StageName'), stage.template),
    autoDeploy: resolver.plain(stage, 'AutoDeploy') === 'true',
  };
}
