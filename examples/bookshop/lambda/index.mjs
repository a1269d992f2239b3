const BOOKS = {
  1: { title: 'The Left Hand of Darkness', author: 'Ursula K. Le Guin' },
  2: { title: 'Solaris', author: 'Stanisław Lem' },
};

export const handler = async (event) => {
  const { id } = event.pathParameters;
  console.log(`looking for book ${id}`);
  const book = BOOKS[id];
  return {
    statusCode: book === undefined ? 404 : 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(book ?? { message: `there is no book ${id}` }),
  };
};
