import type { Templates } from '../synthesize';

/** The longest of what is known only when a stack is deployed. */
const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'us-gov-west-1',
  'AWS::AccountId': '123456789012',
};

const LIMIT = 20_480;

/** What the policies of functions hold once templates are deployed: by function, by permission. */
export type Policies = Record<string, Record<string, string>>;

/** Deploys the permissions of templates, as CloudFormation and Lambda would. */
export function deploy(templates: Templates): Policies {
  const policies: Policies = {};
  for (const [file, { Resources = {} }] of Object.entries(templates)) {
    const stack = file.replace(/\..*$/, '');
    for (const [logicalId, { Type, Properties = {} }] of Object.entries(Resources)) {
      if (Type === 'AWS::Lambda::Permission') {
        const name = `${stack}-Handler886CB40B-ABCDEFGHIJKL`.slice(0, 64);
        const statement = {
          Sid: `${stack}-${logicalId}-ABCDEFGHIJKL`.slice(0, 100),
          Effect: 'Allow',
          Principal: { Service: Properties.Principal },
          Action: Properties.Action,
          Resource: `arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:${name}`,
          Condition: { ArnLike: { 'AWS:SourceArn': textOf(Properties.SourceArn) } },
        };
        const handler = JSON.stringify(Properties.FunctionName);
        policies[handler] = { ...policies[handler], [`${file}/${logicalId}`]: JSON.stringify(statement) };
      }
    }
  }
  return policies;
}

/** What is too large while CloudFormation replaces one state by another: it adds what is new before it deletes what is old. */
export function tooLargeBetween(before: Policies, after: Policies): string[] {
  const functions = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...functions].flatMap((handler) => {
    const statements = new Set([...Object.values(before[handler] ?? {}), ...Object.values(after[handler] ?? {})]);
    const policy = `{"Version":"2012-10-17","Id":"default","Statement":[${[...statements].join(',')}]}`;
    return policy.length > LIMIT ? [`${handler}: ${statements.size} statements, ${policy.length} bytes`] : [];
  });
}

function textOf(arn: unknown): string {
  const { 'Fn::Join': [, parts] = ['', [arn]] } = (typeof arn === 'object' ? arn : {}) as { 'Fn::Join'?: [string, unknown[]] };
  return parts.map((part) => (typeof part === 'string' ? part : (PSEUDO[(part as { Ref: string }).Ref] ?? 'a1b2c3d4e5'))).join('');
}
