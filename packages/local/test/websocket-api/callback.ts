import type { GatewayOptions } from '../../src/index';
import { chatTemplate } from './app';
import type { Connect, Way } from './ways';

/** Calls the management API as on the service, with no word about the local gateway. */
export const NODE = `
  const { ApiGatewayManagementApiClient, DeleteConnectionCommand, GetConnectionCommand, PostToConnectionCommand } =
    require('@aws-sdk/client-apigatewaymanagementapi');
  const { domainName, stage, connectionId: ConnectionId } = event.requestContext;
  const client = new ApiGatewayManagementApiClient({ endpoint: \`https://\${domainName}/\${stage}\` });
  const call = async (command) => {
    try {
      return await client.send(command);
    } catch (error) {
      return { error: error.name, status: error.$metadata?.httpStatusCode, message: error.message };
    }
  };
  const { action, text: Data, to = ConnectionId } = JSON.parse(event.body);
  const output = await call({
    post: () => new PostToConnectionCommand({ ConnectionId: to, Data }),
    get: () => new GetConnectionCommand({ ConnectionId: to }),
    delete: () => new DeleteConnectionCommand({ ConnectionId: to }),
  }[action]());
  return { statusCode: 200, body: JSON.stringify(output) };`;

/** The same in Python. */
export const PYTHON = `
import boto3, json
from botocore.exceptions import ClientError

def handler(event, context):
    connection = event["requestContext"]
    client = boto3.client("apigatewaymanagementapi", endpoint_url=f"https://{connection['domainName']}/{connection['stage']}")
    message = json.loads(event["body"])
    to = message.get("to", connection["connectionId"])
    try:
        if message["action"] == "post":
            output = client.post_to_connection(ConnectionId=to, Data=message["text"])
        elif message["action"] == "get":
            output = client.get_connection(ConnectionId=to)
        else:
            output = client.delete_connection(ConnectionId=to)
    except ClientError as error:
        metadata = error.response["ResponseMetadata"]
        output = {"error": error.response["Error"]["Code"], "status": metadata["HTTPStatusCode"]}
    return {"statusCode": 200, "body": json.dumps(output, default=str)}
`;

const ROLE_ARN = { 'Fn::GetAtt': ['Role', 'Arn'] };

/** An API whose function calls the management API back, with a role that has these statements. */
export function callbackTemplate(
  source: string,
  statements: readonly object[],
  properties: object = {},
  routes: readonly string[] = [],
): string {
  const document = { Statement: statements };
  return chatTemplate({
    source,
    routes,
    function: { Role: ROLE_ARN, Timeout: 20, MemorySize: 512, ...properties },
    twoWay: ['$default'],
    more: {
      Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'chat', Policies: [{ PolicyName: 'p', PolicyDocument: document }] } },
    },
  });
}

/** What `grantManageConnections` of the CDK writes. */
export const GRANT = {
  Effect: 'Allow',
  Action: 'execute-api:ManageConnections',
  Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*/@connections/*' },
};

/** Two clients of an API, and what the function of the first one gets when it calls the management API. */
export async function twoClients(way: Way, path: string, options: GatewayOptions = {}) {
  const { connect, gateway } = await way.open(path, { functions: {}, ...options });
  const [one, other] = await Promise.all([connect(), connect()]);
  const ask = async (message: object): Promise<unknown> => {
    one.send(JSON.stringify(message));
    return JSON.parse(await one.next());
  };
  return { one, other, ask, gateway, connect: connect as Connect };
}
