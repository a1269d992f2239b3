import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Accepts the tokens `<name>.<signature>`, whose signature is the HMAC of the name. The name becomes the principal of the
 * connection, which the integrations of all its messages know.
 */
export const handler = async ({ methodArn, queryStringParameters }) => {
  const [name = '', signature = ''] = (queryStringParameters?.token ?? '').split('.');
  const isValid = name !== '' && equal(signature, createHmac('sha256', process.env.TOKEN_SECRET).update(name).digest('hex'));
  return {
    principalId: name,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: isValid ? 'Allow' : 'Deny', Resource: methodArn }],
    },
  };
};

function equal(one, other) {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
