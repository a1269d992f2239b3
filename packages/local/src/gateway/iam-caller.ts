/** Who called, where IAM authorization lets everybody in: no signature is looked at, so that nobody is known. */
export interface IamCaller {
  readonly accessKey: string;
  readonly accountId: string;
  readonly userArn: string;
  readonly userId: string;
}

/** A user of the API's own account that exists on this machine alone. */
export function iamCaller(accountId: string): IamCaller {
  return { accessKey: 'AKIALOCALLOCALLOCAL0', accountId, userArn: `arn:aws:iam::${accountId}:user/local`, userId: 'AIDALOCALLOCALLOCAL00' };
}
