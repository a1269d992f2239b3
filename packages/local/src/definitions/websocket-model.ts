import { asObject, isObject, member, plainText, type Resource, wholeReference } from '@apigwv2-integrations/core/engine';
import type { PlanContext } from './text-resolvers';

/** A model that messages are validated with. */
export interface ModelPlan {
  readonly name: string;
  /** JSON Schema, draft 4. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** The models of a route, and the expression that selects one of them. */
export interface RequestModelsPlan {
  readonly selection: string;
  /** By the keys that the expression selects. A model that cannot be read is undefined. */
  readonly models: ReadonlyMap<string, ModelPlan | undefined>;
}

/**
 * Reads the models of a route. Messages of a route without a `ModelSelectionExpression` are not validated.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
 */
export function readRequestModels(route: Resource, context: PlanContext): RequestModelsPlan | undefined {
  const { local, diagnostics } = context;
  const selection = local.property(route, ['ModelSelectionExpression']);
  if (selection === '') {
    return undefined;
  }
  const models = new Map<string, ModelPlan | undefined>();
  for (const [key, value] of Object.entries(asObject(member(route.properties, 'RequestModels')))) {
    const resource = findModel(value, route, context);
    const schema = resource && readSchema(resource);
    if (resource === undefined || schema === undefined) {
      const why = resource === undefined ? 'is not in the assembly' : 'has a schema that is not a JSON object';
      diagnostics.add(route.location, `the model ${local.read(value, route.template)} ${why}: messages that need it are refused`);
      models.set(key, undefined);
    } else {
      models.set(key, { name: local.property(resource, ['Name']) || resource.logicalId, schema });
    }
  }
  return { selection, models };
}

/** Routes name models by name; `Ref` of a model returns its ID. */
function findModel(value: unknown, route: Resource, { local }: PlanContext): Resource | undefined {
  const resolved = local.resolver.resolve(value, route.template);
  const referenced = wholeReference(resolved)?.resource;
  if (referenced?.type === 'AWS::ApiGatewayV2::Model') {
    return referenced;
  }
  const name = plainText(resolved) ?? local.text(resolved);
  const api = local.property(route, ['ApiId']);
  return local.resolver.resources
    .all('AWS::ApiGatewayV2::Model')
    .find((model) => local.property(model, ['Name']) === name && local.property(model, ['ApiId']) === api);
}

function readSchema(model: Resource): Readonly<Record<string, unknown>> | undefined {
  const schema = member(model.properties, 'Schema');
  try {
    const parsed: unknown = typeof schema === 'string' ? JSON.parse(schema) : schema;
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
