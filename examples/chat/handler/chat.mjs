/**
 * Handles the requests of the chat. The storage of connections and the sending of messages are passed in.
 *
 * @param members Lists all connections, and removes one.
 * @param post Sends text to a connection, and returns whether the connection still exists.
 */
export function chat(members, post) {
  const routes = {
    $disconnect: async ({ connectionId }) => {
      await members.forget(connectionId);
      return { statusCode: 200 };
    },
    send: async ({ connectionId, domainName, stage }, body) => {
      const { text } = parse(body);
      if (typeof text !== 'string') {
        return respond(400, { error: 'send a JSON object with the string text' });
      }
      const endpoint = `https://${domainName}/${stage}`;
      const others = (await members.all()).filter((member) => member !== connectionId);
      const delivered = await Promise.all(
        others.map(async (member) => {
          const there = await post(endpoint, member, JSON.stringify({ from: connectionId, text }));
          if (!there) {
            await members.forget(member);
          }
          return there;
        }),
      );
      return respond(200, { delivered: delivered.filter(Boolean).length });
    },
  };

  return async ({ requestContext, body }) => {
    const route = routes[requestContext.routeKey];
    return route ? route(requestContext, body) : respond(404, { error: `no handler for ${requestContext.routeKey}` });
  };
}

function parse(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}

function respond(statusCode, body) {
  return { statusCode, body: JSON.stringify(body) };
}
