import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { bitString, encode, integer, objectIdentifier, sequence, Tag, utcTime, utf8String } from './der';

/** A certificate with its key, and the authority that clients have to trust, all in PEM. */
export interface LocalCertificate {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
}

const DAY_MILLIS = 24 * 60 * 60 * 1000;
/** Browsers and macOS accept certificates for no longer time. */
const VALID_DAYS = 397;

const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const COMMON_NAME = '2.5.4.3';
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const TRUE = encode(Tag.BOOLEAN, Buffer.from([0xff]));

/**
 * Creates a certificate for names of this machine. Its authority is made for it alone, and the authority's key is forgotten
 * here, so that who trusts the authority trusts nothing else.
 *
 * @param hosts names and addresses besides those of this machine
 * @see https://www.rfc-editor.org/rfc/rfc5280
 */
export function createLocalCertificate(hosts: readonly string[] = [], now = new Date()): LocalCertificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // A name of its own: clients look for the authority by name among others that they trust.
  const name = `apigwv2-local ${randomBytes(8).toString('hex')}`;
  const issuer = { name, publicKey: authority.publicKey, privateKey: authority.privateKey };
  const names = [...new Set(['localhost', ...addresses(), ...hosts])];
  return {
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: certificate({ name: 'localhost', publicKey: server.publicKey }, issuer, now, [
      extension(BASIC_CONSTRAINTS, sequence(), true),
      extension(KEY_USAGE, bitString(Buffer.from([0b1000_0000]), 7), true),
      extension(EXTENDED_KEY_USAGE, sequence(objectIdentifier(SERVER_AUTHENTICATION))),
      extension(SUBJECT_ALTERNATIVE_NAME, sequence(...names.map(generalName))),
      extension(AUTHORITY_KEY_IDENTIFIER, sequence(encode(Tag.CONTEXT, keyIdentifier(authority.publicKey)))),
    ]),
    authority: certificate(issuer, issuer, now, [
      extension(BASIC_CONSTRAINTS, sequence(TRUE), true),
      extension(KEY_USAGE, bitString(Buffer.from([0b0000_0100]), 2), true),
    ]),
  };
}

/** Creates a certificate at the first call, and returns the same one ever after. */
export function lazyCertificate(hosts: readonly string[]): () => LocalCertificate {
  let created: LocalCertificate | undefined;
  return () => {
    created ??= createLocalCertificate(hosts);
    return created;
  };
}

function addresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return ['127.0.0.1', '::1', ...all.map(({ address }) => address)];
}

interface Subject {
  readonly name: string;
  readonly publicKey: KeyObject;
}

interface Issuer extends Subject {
  readonly privateKey: KeyObject;
}

function certificate(subject: Subject, issuer: Issuer, now: Date, extensions: readonly Buffer[]): string {
  const version3 = encode(Tag.CONTEXT_CONSTRUCTED, integer(2));
  const content = sequence(
    version3,
    integer(serialNumber()),
    ECDSA_WITH_SHA256,
    distinguishedName(issuer.name),
    sequence(utcTime(new Date(now.getTime() - DAY_MILLIS)), utcTime(new Date(now.getTime() + (VALID_DAYS - 1) * DAY_MILLIS))),
    distinguishedName(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    encode(
      Tag.CONTEXT_CONSTRUCTED + 3,
      sequence(...extensions, extension(SUBJECT_KEY_IDENTIFIER, encode(Tag.OCTET_STRING, keyIdentifier(subject.publicKey)))),
    ),
  );
  const signed = sequence(content, ECDSA_WITH_SHA256, bitString(sign('sha256', content, issuer.privateKey)));
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** A positive number of 127 random bits. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8() & 0x7f) | 0x40);
  return bytes;
}

function distinguishedName(name: string): Buffer {
  return sequence(encode(Tag.SET, sequence(objectIdentifier(COMMON_NAME), utf8String(name))));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  const wrapped = encode(Tag.OCTET_STRING, value);
  return isCritical ? sequence(objectIdentifier(id), TRUE, wrapped) : sequence(objectIdentifier(id), wrapped);
}

/** Any value that is the same for the same key. */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function generalName(name: string): Buffer {
  return isIP(name) === 0 ? encode(Tag.CONTEXT + 2, Buffer.from(name)) : encode(Tag.CONTEXT + 7, addressBytes(name));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) {
    return Buffer.from(address.split('.').map(Number));
  }
  // URLs write an address with an embedded IPv4 one in the usual form, without a zone.
  const [host = ''] = address.split('%');
  const [head = '', tail] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::');
  const groups = (text = '') => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
