/**
 * Handles the messages of the chat. The storage of members and the sending of messages are passed in.
 *
 * @param members Lists all members, stores one, and removes one.
 * @param post Sends text to a connection, and returns whether the connection still exists.
 */
export function chat(members, post) {
  /** Sends to the others of a room, and forgets those that are gone. Returns how many got it. */
  const notify = async (room, from, message, endpoint) => {
    const others = (await members.all()).filter((member) => member.room === room && member.connectionId !== from);
    const delivered = await Promise.all(
      others.map(async ({ connectionId }) => {
        const there = await post(endpoint, connectionId, JSON.stringify(message));
        if (!there) {
          await members.forget(connectionId);
        }
        return there;
      }),
    );
    return delivered.filter(Boolean).length;
  };
  const roomOf = async (connectionId) => (await members.all()).find((member) => member.connectionId === connectionId)?.room;
  const namesIn = async (room) =>
    (await members.all())
      .filter((member) => member.room === room)
      .map(({ name }) => name)
      .sort();

  const routes = {
    join: async ({ connectionId, name, endpoint }, { room }) => {
      if (typeof room !== 'string' || room === '') {
        return respond(400, { error: 'send a JSON object with the string room' });
      }
      await members.store({ connectionId, name, room });
      await notify(room, connectionId, { joined: name }, endpoint);
      return respond(200, { room, present: await namesIn(room) });
    },
    send: async ({ connectionId, name, endpoint }, { text }) => {
      const room = await roomOf(connectionId);
      if (typeof text !== 'string' || room === undefined) {
        return respond(400, { error: room === undefined ? 'join a room first' : 'send a JSON object with the string text' });
      }
      return respond(200, { delivered: await notify(room, connectionId, { from: name, text }, endpoint) });
    },
    who: async ({ connectionId }) => {
      const room = await roomOf(connectionId);
      return respond(200, { room: room ?? null, present: room === undefined ? [] : await namesIn(room) });
    },
    $disconnect: async ({ connectionId, name, endpoint }) => {
      const room = await roomOf(connectionId);
      await members.forget(connectionId);
      if (room !== undefined) {
        await notify(room, connectionId, { left: name }, endpoint);
      }
      return { statusCode: 200 };
    },
  };

  return async ({ requestContext, body }) => {
    const { routeKey, connectionId, domainName, stage, authorizer } = requestContext;
    const caller = { connectionId, name: authorizer?.principalId ?? connectionId, endpoint: `https://${domainName}/${stage}` };
    return Object.hasOwn(routes, routeKey) ? routes[routeKey](caller, parse(body)) : respond(404, { error: `no handler for ${routeKey}` });
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
