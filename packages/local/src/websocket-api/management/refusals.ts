import type { SignatureProblem } from '../../authorizers/iam/signature';
import type { GatewayResponse } from '../../gateway/message';

/** An error response of the management API, and its reason for the log. */
export interface ManagementError {
  readonly response: GatewayResponse;
  readonly reason: string;
}

/**
 * An error of the management API.
 *
 * @param type by which SDKs choose the class of the exception
 * @param body a JSON object; the service answers 410 without one
 */
export function managementError(statusCode: number, type: string, body: object | undefined, reason: string): ManagementError {
  const headers = [['x-amzn-errortype', type] as const];
  return {
    response: {
      statusCode,
      headers: body === undefined ? headers : [['content-type', 'application/json'], ...headers],
      body: body === undefined ? '' : JSON.stringify(body),
    },
    reason,
  };
}

/** The response to a request that the service would not accept from anybody. */
export function forbidden(reason: string): ManagementError {
  return managementError(403, 'ForbiddenException', { message: 'Forbidden' }, reason);
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** The refusal of a signature, in the words of the service. */
export function signatureError(checked: SignatureProblem): ManagementError {
  const { fault, problem, calculated } = checked;
  const refusal = (type: string, message: string) => managementError(403, type, { message }, problem);
  switch (fault) {
    case 'unsigned':
      return refusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
    case 'malformed':
      return refusal('IncompleteSignatureException', problem);
    case 'unknown-key':
      return refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
    case 'scope':
    case 'expired':
      return refusal('InvalidSignatureException', problem);
    case 'payload':
    case 'mismatch':
      return refusal('InvalidSignatureException', calculated === undefined ? MISMATCH : `${MISMATCH}\n\n${texts(calculated)}`);
  }
}

function texts({ canonicalRequest, stringToSign }: NonNullable<SignatureProblem['calculated']>): string {
  return `The Canonical String for this request should have been\n'${canonicalRequest}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`;
}
