/**
 * What the chat does with a request, whoever keeps its members and carries its messages.
 *
 * @param members tells all connections, and forgets one
 * @param post sends a text to a connection, and tells whether it was still there
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
