/** Books in memory: books that clients create are lost when the execution environment ends. */
const books = new Map([
  ['1', { id: '1', title: 'The Left Hand of Darkness', author: 'Ursula K. Le Guin' }],
  ['2', { id: '2', title: 'Invisible Cities', author: 'Italo Calvino' }],
]);

const routes = {
  'GET /books': () => respond(200, [...books.values()]),
  'GET /books/{id}': ({ pathParameters: { id } }) => {
    const book = books.get(id);
    return book ? respond(200, book) : respond(404, { message: `there is no book ${id}` });
  },
  'POST /books': (event) => {
    const { title, author } = parse(event);
    if (typeof title !== 'string' || typeof author !== 'string') {
      return respond(400, { message: 'send a JSON object with the strings title and author' });
    }
    const book = { id: String(books.size + 1), title, author };
    books.set(book.id, book);
    return respond(201, book, { location: `/books/${book.id}` });
  },
};

export async function handler(event) {
  const route = routes[event.routeKey];
  return route ? route(event) : respond(404, { message: `no handler for ${event.routeKey}` });
}

function parse({ body = '', isBase64Encoded }) {
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body) ?? {};
  } catch {
    return {};
  }
}

function respond(statusCode, body, headers = {}) {
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
