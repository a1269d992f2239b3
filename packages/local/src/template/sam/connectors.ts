import { asArray, asObject, asText, type JsonObject, member } from '@apigwv2-integrations/core/engine';
import { type Expansion, executeApiArn, invokePermission, type WrittenResource } from './expansion';

const CONNECTOR = 'AWS::Serverless::Connector';
const HTTP_APIS = ['AWS::Serverless::HttpApi', 'AWS::Serverless::WebSocketApi', 'AWS::ApiGatewayV2::Api'];
const FUNCTIONS = ['AWS::Serverless::Function', 'AWS::Lambda::Function'];

/**
 * Expands connectors from APIs to functions, which are permissions. Those between other resources are reported.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */
export function expandConnectors(resources: readonly WrittenResource[], expansion: Expansion): void {
  const types = new Map(resources.map(({ logicalId, type }) => [logicalId, type]));
  for (const source of resources) {
    if (source.type === CONNECTOR) {
      connect(source, source.logicalId, source.properties, types, expansion);
    }
    for (const [name, connector] of Object.entries(asObject(member(source.body, 'Connectors')))) {
      const properties = { ...asObject(member(connector, 'Properties')), Source: { Id: source.logicalId } };
      connect(source, `${source.logicalId}${name}`, properties, types, expansion);
    }
  }
}

function connect(
  source: WrittenResource,
  id: string,
  properties: JsonObject,
  types: ReadonlyMap<string, string>,
  expansion: Expansion,
): void {
  const api = asText(member(properties, 'Source', 'Id'));
  const destinations = [member(properties, 'Destination')].flat();
  destinations.forEach((destination, index) => {
    const fn = asText(member(destination, 'Id'));
    if (HTTP_APIS.includes(types.get(api ?? '') ?? '') && FUNCTIONS.includes(types.get(fn ?? '') ?? '')) {
      if (asArray(member(properties, 'Permissions')).includes('Write')) {
        const number = destinations.length > 1 ? `Destination${index}` : '';
        const permission = invokePermission({ 'Fn::GetAtt': [fn, 'Arn'] }, executeApiArn({ Ref: api }, '*'));
        expansion.add(`${id}${number}WriteLambdaPermission`, 'AWS::Lambda::Permission', permission, { source });
      }
    } else {
      expansion.note(source, 'a connector between other resources than an API and a function');
    }
  });
}
