// A plain proxy with undici, which inspects nothing.
import { createServer } from 'node:http';
import { Pool } from 'undici';

const pool = new Pool(process.argv[3]);
const server = createServer(async (request, response) => {
  const { statusCode, headers, body } = await pool.request({
    method: request.method,
    path: request.url,
    headers: request.headers,
    body: request.headers['content-length'] === undefined ? undefined : request,
  });
  response.writeHead(statusCode, headers);
  body.pipe(response);
});
server.listen(Number(process.argv[2]), '127.0.0.1');
