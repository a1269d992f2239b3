import { randomBytes } from 'node:crypto';
import type { FunctionPlan } from '../definitions/function';

/** Credentials that are valid on this gateway only. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The holder of credentials. */
export interface CredentialsOwner {
  readonly credentials: Credentials;
  /** The function, which has a role. */
  readonly function: FunctionPlan;
}

/**
 * The access key ID of every environment. Emulators such as DynamoDB Local keep separate data for each access key ID, so it
 * is the same in all functions and in the gateway's own calls.
 */
const ACCESS_KEY_ID = 'local';

/**
 * Credentials of execution environments. Each environment has a secret and a session token of its own, by which the gateway
 * knows the function, and so the role, that signed a request. No account of AWS knows them.
 */
export class EnvironmentCredentials {
  private readonly byToken = new Map<string, CredentialsOwner>();

  /** Creates the credentials of an environment that is about to start, or of a call of a function that runs in this process. */
  public issue(fn: FunctionPlan): Credentials {
    const credentials = {
      accessKeyId: ACCESS_KEY_ID,
      secretAccessKey: randomBytes(30).toString('base64url'),
      sessionToken: randomBytes(48).toString('base64url'),
    };
    this.byToken.set(credentials.sessionToken, { credentials, function: fn });
    return credentials;
  }

  /** Makes credentials invalid, when their environment has ended. */
  public revoke({ sessionToken }: Credentials): void {
    this.byToken.delete(sessionToken);
  }

  /** The owner of valid credentials. */
  public find(accessKeyId: string, sessionToken: string | undefined): CredentialsOwner | undefined {
    return accessKeyId === ACCESS_KEY_ID && sessionToken !== undefined ? this.byToken.get(sessionToken) : undefined;
  }
}

/** The variables in which the AWS SDK finds credentials. */
export function credentialVariables({ accessKeyId, secretAccessKey, sessionToken }: Credentials): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken };
}
