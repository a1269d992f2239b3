import { ApiGatewayManagementApiClient, GoneException, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { chat } from './chat.mjs';

const TableName = process.env.TABLE_NAME;
const client = new DynamoDBClient();

const members = {
  async all() {
    const all = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
      all.push(...Items.map(({ connectionId, name, room }) => ({ connectionId: connectionId.S, name: name?.S, room: room?.S })));
    }
    return all;
  },
  store: ({ connectionId, name, room }) =>
    client.send(new PutItemCommand({ TableName, Item: { connectionId: { S: connectionId }, name: { S: name }, room: { S: room } } })),
  forget: (connectionId) => client.send(new DeleteItemCommand({ TableName, Key: { connectionId: { S: connectionId } } })),
};

async function post(endpoint, ConnectionId, Data) {
  try {
    await new ApiGatewayManagementApiClient({ endpoint }).send(new PostToConnectionCommand({ ConnectionId, Data }));
    return true;
  } catch (error) {
    if (error instanceof GoneException) {
      return false;
    }
    throw error;
  }
}

export const handler = chat(members, post);
