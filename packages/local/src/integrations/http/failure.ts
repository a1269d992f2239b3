import type { Outcome } from '../../gateway/backend';
import { BodyTooLarge } from '../../gateway/body';

export type Failure = Extract<Outcome, { kind: 'failure' }>;

/** The failure for an error of undici or of the request body. */
export function failureOf(error: Error & { readonly code?: string }, shown: string, flag = '--target'): Failure {
  if (error instanceof BodyTooLarge) {
    return { kind: 'failure', statusCode: 413, reason: error.message };
  }
  return { kind: 'failure', statusCode: isUnwritable(error.code) ? 500 : 503, reason: explain(error, shown, flag) };
}

function isUnwritable(code: string | undefined): boolean {
  return code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED';
}

/** The error of a request body whose connection ended, as Node.js reports it. */
function isClientGone({ code, message }: Error & { readonly code?: string }): boolean {
  return code === 'ECONNRESET' && message === 'aborted';
}

/** Describes the error with its remedy, for the log. */
function explain(error: Error & { readonly code?: string }, shown: string, flag: string): string {
  const { code = '', message } = error;
  if (isClientGone(error)) {
    return 'the client disconnected before its body was complete';
  }
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${shown}: start it there, or pass ${flag} with its address`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host of ${shown} cannot be resolved (${code})`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `${shown} cannot be reached (${code})`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return `${shown} closed the connection before its response was complete (${message})`;
    case 'UND_ERR_HEADERS_OVERFLOW':
      return `${shown} sent more than 16 KB of headers`;
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return `${shown} sent a body of another length than its Content-Length`;
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
      return 'the client sent a body of another length than its Content-Length';
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return 'the gateway is closing';
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
      return `the request to ${shown} cannot be written: ${message}`;
    case 'EPROTO':
      return `${shown} does not speak TLS (${message.trim()}): should its URL begin with http://?`;
  }
  if (code.startsWith('HPE_')) {
    return `what ${shown} sent is not HTTP/1.1 (${code}): ${message}`;
  }
  if (code.startsWith('ERR_SSL_')) {
    return `${shown} does not speak TLS (${code}): should its URL begin with http://?`;
  }
  if (CERTIFICATE.test(code)) {
    return `the certificate of ${shown} is not accepted (${code}: ${message}): add its authority to NODE_EXTRA_CA_CERTS, or use a target with http://`;
  }
  return `${shown} cannot be called (${code === '' ? message : `${code}: ${message}`})`;
}

const CERTIFICATE = /CERT|CRL|UNABLE_TO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|ERR_TLS_/;
