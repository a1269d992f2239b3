import { describe, expect, test } from 'vitest';
import { CDK_NEWEST_ALIAS } from '../../projenrc/family';
import { type Api, type ApiMember, cdkApi, familyApi } from './public-api';

/** Where the API of this family differs from the CDK's, with the reason. The gaps are the same at both ends of the range. */
const GAPS: Readonly<Record<string, string>> = {
  'HttpStepFunctionsIntegrationProps.stateMachine has the type IStateMachine, not StateMachine':
    'accepts imported state machines too; every StateMachine is an IStateMachine',
};

const ours = familyApi();

/** Everything that code for the CDK's module could use and would not find in this family, or not as it is there. */
function gaps(cdk: Api): string[] {
  return Object.entries(cdk).flatMap(([name, type]) => {
    const own = ours[name];
    if (own === undefined || own.kind !== type.kind) {
      return [own === undefined ? `${name} is not exported` : `${name} is a ${own.kind}, not a ${type.kind}`];
    }
    return Object.entries(type.members).flatMap(([memberName, member]) =>
      gapOf(member, own.members[memberName]).map((gap) => `${name}.${memberName} ${gap}`),
    );
  });
}

function gapOf(theirs: ApiMember, own: ApiMember | undefined): string[] {
  if (own === undefined) {
    return ['does not exist'];
  }
  return [
    ...(own.kind === theirs.kind ? [] : [`is a ${own.kind}, not a ${theirs.kind}`]),
    ...(own.protected === theirs.protected ? [] : [`is ${own.protected ? 'protected' : 'public'}`]),
    ...(own.optional === theirs.optional ? [] : [`is ${own.optional ? 'optional' : 'required'}`]),
    ...(own.type === theirs.type ? [] : [`has the type ${own.type}, not ${theirs.type}`]),
  ];
}

describe.each([
  ['oldest', 'aws-cdk-lib'],
  ['newest', CDK_NEWEST_ALIAS],
])('the API of the CDK’s module in the %s supported version', (_, packageName) => {
  const cdk = cdkApi(packageName);

  test('is read with its classes, properties and protected members', () => {
    expect(Object.keys(cdk).length).toBeGreaterThanOrEqual(23);
    expect(cdk.HttpAlbIntegration.members).toMatchObject({
      httpMethod: { kind: 'property', protected: true, type: 'HttpMethod' },
      bind: { kind: 'method', protected: false },
      'constructor.listener': { kind: 'parameter', optional: false },
    });
    expect(cdk.HttpAlbIntegrationProps.members.vpcLink).toMatchObject({ kind: 'property', optional: true, type: 'IVpcLink' });
  });

  test('has the declared gaps only', () => {
    expect(gaps(cdk)).toEqual(Object.keys(GAPS));
  });
});
