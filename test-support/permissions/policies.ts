import type { Templates } from '../synthesize';

/** The longest region, in the partition with the longest name. */
const REGION = 'us-gov-north-1';
/** The longest values that are known only at deployment. */
const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': REGION,
  'AWS::AccountId': '123456789012',
};

export const LIMIT = 20_480;
const RANDOM = 'ABCDEFGHIJKLM';

/** The statements in the policies of functions after templates are deployed, by function and permission. */
export type Policies = Record<string, Record<string, string>>;

/** Deploys the permissions of templates, as CloudFormation and Lambda would. */
export function deploy(templates: Templates): Policies {
  const policies: Policies = {};
  for (const [file, { Resources = {} }] of Object.entries(templates)) {
    const stack = file.replace(/\..*$/, '');
    for (const [logicalId, { Type, Properties = {} }] of Object.entries(Resources)) {
      if (Type === 'AWS::Lambda::Permission') {
        const name = `${stack}-Handler886CB40B-${RANDOM}`.slice(0, 64);
        const statement = {
          Sid: `${stack}-${logicalId}-${RANDOM}`.slice(0, 100),
          Effect: 'Allow',
          Principal: { Service: Properties.Principal },
          Action: Properties.Action,
          Resource: `arn:aws-us-gov:lambda:${REGION}:123456789012:function:${name}`,
          Condition: { ArnLike: { 'AWS:SourceArn': textOf(Properties.SourceArn) } },
        };
        const handler = JSON.stringify(Properties.FunctionName);
        policies[handler] = { ...policies[handler], [`${file}/${logicalId}`]: JSON.stringify(statement) };
      }
    }
  }
  return policies;
}

/** The policies that are too large during an update, because CloudFormation creates new permissions before it deletes old ones. */
export function tooLargeBetween(before: Policies, after: Policies): string[] {
  const functions = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...functions].flatMap((handler) => {
    const statements = statementsBetween(before[handler], after[handler]);
    const bytes = bytesOf(statements);
    return bytes > LIMIT ? [`${handler}: ${statements.size} statements, ${bytes} bytes`] : [];
  });
}

/** The statements on one function during an update from one state to another. */
function statementsBetween(before: Record<string, string> = {}, after: Record<string, string> = {}): Set<string> {
  return new Set([...Object.values(before), ...Object.values(after)]);
}

export function bytesOf(statements: Iterable<string>): number {
  return `{"Version":"2012-10-17","Id":"default","Statement":[${[...statements].join(',')}]}`.length;
}

function textOf(arn: unknown): string {
  const { 'Fn::Join': [, parts] = ['', [arn]] } = (typeof arn === 'object' ? arn : {}) as { 'Fn::Join'?: [string, unknown[]] };
  return parts.map((part) => (typeof part === 'string' ? part : (PSEUDO[(part as { Ref: string }).Ref] ?? 'a1b2c3d4e5'))).join('');
}
