/** The functions of the app that every gateway serves. They return what they got, or a result that is named in the path. */

exports.echo = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(event),
});

const RESULTS = {
  object: { hello: 'world' },
  text: { statusCode: 200, body: 'plain' },
  cookies: { statusCode: 200, cookies: ['a=1; Path=/', 'b=2; Path=/'], body: 'ok' },
  binary: { statusCode: 200, headers: { 'content-type': 'image/png' }, isBase64Encoded: true, body: 'AP8QgA==' },
  fraction: { statusCode: 200.5, body: 'no' },
  created: { statusCode: 201, headers: { 'x-number': 7 }, body: 'made' },
  cors: { statusCode: 200, headers: { 'access-control-allow-origin': 'https://other.example.com' }, body: 'ok' },
  several: { statusCode: 200, multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] }, body: 'ok' },
  missing: { body: 'no status code' },
};

exports.answers = async ({ pathParameters: { kind } }) => {
  if (kind === 'throw') {
    throw new Error('the function failed');
  }
  return RESULTS[kind];
};

/** A Lambda authorizer with simple responses. */
exports.authorize = async ({ type, version, routeArn, identitySource, headers }) => {
  const key = headers['x-key'];
  if (key === 'malformed') {
    return { allowed: true };
  }
  const event = JSON.stringify({ type, version, routeArn, identitySource });
  return { isAuthorized: key === 'allow', context: { user: 'ann', level: 3, admin: true, event } };
};

/** A Lambda authorizer of format 1.0, which returns a policy. */
exports.policy = async ({ methodArn, headers }) => {
  const key = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-key')?.[1];
  const statement = { Action: 'execute-api:Invoke', Effect: key === 'allow' ? 'Allow' : 'Deny', Resource: methodArn };
  return { principalId: 'ann', policyDocument: { Version: '2012-10-17', Statement: [statement] }, context: { user: 'ann', level: 3 } };
};

/** Events that no client sees are sent to the recorder. */
const record = (event) => fetch(process.env.RECORDER, { method: 'POST', body: JSON.stringify(event) });

exports.connect = async (event) => {
  const { refuse, fail } = event.queryStringParameters ?? {};
  if (fail !== undefined) {
    throw new Error('the function failed');
  }
  await record(event);
  return { statusCode: refuse === undefined ? 200 : 400 };
};

exports.disconnect = async (event) => {
  await record(event);
  return { statusCode: 200 };
};

exports.message = async (event) => {
  const { routeKey } = event.requestContext;
  if (routeKey === 'fail') {
    throw new Error('the function failed');
  }
  if (routeKey === 'oneway') {
    await record(event);
  }
  if (routeKey === 'extra') {
    return { statusCode: 200, ConnectionId: 'any', Data: 'any' };
  }
  return { statusCode: routeKey === 'error' ? 500 : 200, body: JSON.stringify(event) };
};

exports.admit = async ({ methodArn, headers }) => {
  const token = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-token')?.[1];
  const statement = { Action: 'execute-api:Invoke', Effect: token === 'allow' ? 'Allow' : 'Deny', Resource: methodArn };
  return { principalId: 'ann', policyDocument: { Version: '2012-10-17', Statement: [statement] }, context: { room: 7 } };
};
