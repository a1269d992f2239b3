import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { LocalCertificate } from './certificate';

/** The first byte of a TLS connection: the type of a handshake record. No HTTP method begins with it. */
const TLS_HANDSHAKE = 0x16;
/** A client that sends its first byte, or its handshake, more slowly is disconnected. */
const MAX_HANDSHAKE_MILLIS = 30_000;

/**
 * Lets an HTTP server accept TLS on the same port: the first byte of a connection shows which it is. The certificate is
 * asked for when the first connection needs it.
 */
export function acceptTls(server: Server, certificate: () => LocalCertificate): void {
  const [serve] = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  /** Connections that the server does not parse yet, which it therefore does not close. */
  const pending = new Set<Socket>();
  const remove = (socket: Socket) => {
    pending.delete(socket);
    socket.setTimeout(0, destroy);
    socket.off('end', destroy);
  };
  let secureContext: SecureContext | undefined;
  const startTls = (socket: Socket) => {
    secureContext ??= contextOf(certificate());
    const secured = new TLSSocket(socket, { isServer: true, secureContext });
    secured.on('error', destroy);
    secured.on('end', destroy);
    secured.once('secure', () => {
      remove(socket);
      secured.off('end', destroy);
      serve?.call(server, secured);
    });
  };

  server.removeAllListeners('connection');
  server.on('connection', (socket) => {
    pending.add(socket);
    socket.once('close', () => pending.delete(socket));
    socket.on('error', destroy);
    socket.on('end', destroy);
    socket.setTimeout(MAX_HANDSHAKE_MILLIS, destroy);
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      socket.unshift(chunk);
      if (chunk[0] === TLS_HANDSHAKE) {
        startTls(socket);
        return;
      }
      remove(socket);
      socket.off('error', destroy);
      serve?.call(server, socket);
      socket.resume();
    });
  });

  const closeAllConnections = server.closeAllConnections.bind(server);
  server.closeAllConnections = () => {
    for (const socket of pending) {
      socket.destroy();
    }
    closeAllConnections();
  };
}

function contextOf({ key, certificate }: LocalCertificate): SecureContext {
  return createSecureContext({ key, cert: certificate, minVersion: 'TLSv1.2' });
}

function destroy(this: Socket): void {
  this.destroy();
}
