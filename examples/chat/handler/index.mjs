import { ApiGatewayManagementApiClient, GoneException, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { DeleteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { chat } from './chat.mjs';

const TableName = process.env.TABLE_NAME;
const client = new DynamoDBClient();

const members = {
  async all() {
    const ids = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName, ProjectionExpression: 'connectionId' })) {
      ids.push(...Items.map(({ connectionId }) => connectionId.S));
    }
    return ids;
  },
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
