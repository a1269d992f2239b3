exports.handler = async ({ pathParameters: { id } }) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ id, title: 'The Left Hand of Darkness' }),
});
