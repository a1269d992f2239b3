import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { TempFolders } from './processes/temp-folders';

/** Where operating systems keep the authorities that they trust. */
const SYSTEM_BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

/**
 * Variables by which functions trust a certificate authority besides those that they trust anyway. Node.js adds a file; the
 * AWS SDKs for Python and Go and programs with OpenSSL replace their list by one, so theirs contains the usual authorities.
 * The files are written at the first call
 * for which there is an authority.
 *
 * @param authority in PEM; undefined if functions need none
 */
export function certificateVariables(authority: () => string | undefined, temp: TempFolders): () => Readonly<Record<string, string>> {
  let variables: Readonly<Record<string, string>> | undefined;
  return () => {
    if (variables === undefined) {
      const text = authority();
      if (text === undefined) {
        return {};
      }
      const folder = temp.create('certificates');
      const [own, all] = [join(folder, 'authority.pem'), join(folder, 'authorities.pem')];
      writeFileSync(own, text);
      writeFileSync(all, `${text}${systemAuthorities()}`);
      variables = { NODE_EXTRA_CA_CERTS: own, AWS_CA_BUNDLE: all, SSL_CERT_FILE: all };
    }
    return variables;
  };
}

function systemAuthorities(): string {
  for (const file of SYSTEM_BUNDLES) {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      // Try the next place.
    }
  }
  return rootCertificates.join('\n');
}
