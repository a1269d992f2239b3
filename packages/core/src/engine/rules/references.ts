import { defineRules, type Problem, problem } from '../problem';
import { at, type Finding } from '../template/finding';
import { entriesOf, member } from '../template/json';
import type { Resolver } from '../template/resolver';
import type { Resource } from '../template/resource';
import { type ResolvedValue, type Segment, wholeReference } from '../template/segment';
import { REF_RETURNS } from './reference-values';
import { SOURCES_OF_RULES as AWS } from './sources';

/** References to resources that return another kind of value than the property requires. */
export const REFERENCE_RULES = defineRules({
  ReferenceKindInvalid: {
    severity: 'error',
    summary: 'A Ref or Fn::GetAtt returns another kind of value than the property requires, such as a name in place of an ARN.',
    source: AWS.cfnRef,
    evidence: 'documented',
  },
});

/** A kind of value, and what returns it: a property that `Ref` returns, or an attribute. */
export interface ReferenceKind {
  readonly what: string;
  readonly returnedBy: readonly string[];
}

const API: ReferenceKind = { what: 'the id of an HTTP or WebSocket API', returnedBy: ['AWS::ApiGatewayV2::Api.ApiId'] };
const FUNCTION: ReferenceKind = {
  what: 'the ARN of a function, a version or an alias',
  returnedBy: ['AWS::Lambda::Function.Arn', 'AWS::Lambda::Alias.AliasArn', 'AWS::Lambda::Version.FunctionArn'],
};
const ROLE: ReferenceKind = { what: 'the ARN of a role', returnedBy: ['AWS::IAM::Role.Arn'] };
const PRIVATE_TARGET: ReferenceKind = {
  what: 'the ARN of a listener or of a Cloud Map service',
  returnedBy: ['AWS::ElasticLoadBalancingV2::Listener.ListenerArn', 'AWS::ServiceDiscovery::Service.Arn'],
};
const URL: ReferenceKind = { what: 'a URL', returnedBy: ['AWS::Lambda::Url.FunctionUrl', 'AWS::ApiGatewayV2::Api.ApiEndpoint'] };

type Place = readonly [property: string, kind: ReferenceKind];

/** Properties that refer to a resource, by the type of resource that has them; a list refers to one in each of its items. */
export const REFERENCE_PLACES: Readonly<Record<string, readonly Place[]>> = {
  Integration: [
    ['ApiId', API],
    ['ConnectionId', { what: 'the id of a VPC link of HTTP APIs', returnedBy: ['AWS::ApiGatewayV2::VpcLink.VpcLinkId'] }],
    ['CredentialsArn', ROLE],
  ],
  Route: [
    ['ApiId', API],
    ['AuthorizerId', { what: 'the id of an authorizer', returnedBy: ['AWS::ApiGatewayV2::Authorizer.AuthorizerId'] }],
  ],
  Authorizer: [
    ['ApiId', API],
    ['AuthorizerUri', FUNCTION],
    ['AuthorizerCredentialsArn', ROLE],
    ['JwtConfiguration/Issuer', { what: 'an https:// URL', returnedBy: ['AWS::Cognito::UserPool.ProviderURL'] }],
    ['JwtConfiguration/Audience', { what: 'the id of a client', returnedBy: ['AWS::Cognito::UserPoolClient.ClientId'] }],
  ],
  Stage: [
    ['ApiId', API],
    ['DeploymentId', { what: 'the id of a deployment', returnedBy: ['AWS::ApiGatewayV2::Deployment.DeploymentId'] }],
    [
      'AccessLogSettings/DestinationArn',
      {
        what: 'the ARN of a log group or of a delivery stream',
        returnedBy: ['AWS::Logs::LogGroup.Arn', 'AWS::KinesisFirehose::DeliveryStream.Arn'],
      },
    ],
  ],
  Deployment: [['ApiId', API]],
  IntegrationResponse: [
    ['ApiId', API],
    ['IntegrationId', { what: 'the id of an integration', returnedBy: ['AWS::ApiGatewayV2::Integration.IntegrationId'] }],
  ],
  RouteResponse: [
    ['ApiId', API],
    ['RouteId', { what: 'the id of a route', returnedBy: ['AWS::ApiGatewayV2::Route.RouteId'] }],
  ],
  ApiMapping: [
    ['ApiId', API],
    ['DomainName', { what: 'the name of a domain', returnedBy: ['AWS::ApiGatewayV2::DomainName.DomainName'] }],
    ['Stage', { what: 'the name of a stage', returnedBy: ['AWS::ApiGatewayV2::Stage.StageName'] }],
  ],
  VpcLink: [
    ['SubnetIds', { what: 'the id of a subnet', returnedBy: ['AWS::EC2::Subnet.SubnetId'] }],
    [
      'SecurityGroupIds',
      { what: 'the id of a security group', returnedBy: ['AWS::EC2::SecurityGroup.GroupId', 'AWS::EC2::SecurityGroup.Id'] },
    ],
  ],
};

/** Parameters of AWS service integrations that refer to a resource. */
export const REFERENCE_PARAMETERS: Readonly<Record<string, ReferenceKind>> = {
  QueueUrl: { what: 'the URL of a queue', returnedBy: ['AWS::SQS::Queue.QueueUrl'] },
  EventBusName: {
    what: 'the name or the ARN of an event bus',
    returnedBy: ['AWS::Events::EventBus.Name', 'AWS::Events::EventBus.Arn'],
  },
  StreamName: { what: 'the name of a stream', returnedBy: ['AWS::Kinesis::Stream.Name'] },
  StateMachineArn: {
    what: 'the ARN of a state machine, a version or an alias',
    returnedBy: [
      'AWS::StepFunctions::StateMachine.Arn',
      'AWS::StepFunctions::StateMachineVersion.Arn',
      'AWS::StepFunctions::StateMachineAlias.Arn',
    ],
  },
  Application: { what: 'the id of an application', returnedBy: ['AWS::AppConfig::Application.ApplicationId'] },
  Environment: { what: 'the id of an environment', returnedBy: ['AWS::AppConfig::Environment.EnvironmentId'] },
  Configuration: {
    what: 'the id of a configuration profile',
    returnedBy: ['AWS::AppConfig::ConfigurationProfile.ConfigurationProfileId'],
  },
};

/** Checks what each reference of a resource of API Gateway returns. */
export function checkReferences(resource: Resource, resolver: Resolver): Finding[] {
  const type = resource.type.replace('AWS::ApiGatewayV2::', '');
  const places = [...(Object.hasOwn(REFERENCE_PLACES, type) ? REFERENCE_PLACES[type] : [])];
  if (type === 'Integration') {
    places.push(...uriPlace(resource), ...parameterPlaces(resource));
  }
  return places.flatMap(([property, kind]) => {
    const value = member(resource.properties, ...property.split('/'));
    const items = Array.isArray(value) ? value.map((item: unknown, index) => [`${property}/${index}`, item]) : [[property, value]];
    return items.flatMap(([path, item]) => at(resource, String(path), checkValue(resolver.resolve(item, resource.template), kind)));
  });
}

/** The kind of the URI depends on the type of the integration. */
function uriPlace(integration: Resource): Place[] {
  const connection = integration.lacks('ConnectionType') ? 'INTERNET' : integration.text('ConnectionType');
  switch (integration.text('IntegrationType')) {
    case 'AWS_PROXY':
      return [['IntegrationUri', FUNCTION]];
    case 'HTTP':
    case 'HTTP_PROXY':
      return connection === 'VPC_LINK' ? [['IntegrationUri', PRIVATE_TARGET]] : connection === 'INTERNET' ? [['IntegrationUri', URL]] : [];
    default:
      return [];
  }
}

function parameterPlaces(integration: Resource): Place[] {
  return integration.lacks('IntegrationSubtype')
    ? []
    : entriesOf(integration.object('RequestParameters')).flatMap(([name]) =>
        Object.hasOwn(REFERENCE_PARAMETERS, name) ? [[`RequestParameters/${name}`, REFERENCE_PARAMETERS[name]] as const] : [],
      );
}

function checkValue(value: ResolvedValue, kind: ReferenceKind): Problem[] {
  const reference = wholeReference(value) ?? functionIn(value);
  if (reference === undefined) {
    return [];
  }
  const { resource, attribute } = reference;
  const { type, logicalId } = resource;
  const refReturns = Object.hasOwn(REF_RETURNS, type) ? REF_RETURNS[type] : undefined;
  const returned = attribute ?? refReturns;
  if (refReturns === undefined || kind.returnedBy.includes(`${type}.${returned}`)) {
    return [];
  }
  const written = attribute === undefined ? `{"Ref": "${logicalId}"}` : `{"Fn::GetAtt": ["${logicalId}", "${attribute}"]}`;
  const message = `${written} returns the ${returned} of an ${type}, where ${kind.what} is required`;
  return [problem(REFERENCE_RULES.ReferenceKindInvalid, written, message, remedyFor(logicalId, type, refReturns, kind))];
}

/** The reference in `arn:...:lambda:path/2015-03-31/functions/REFERENCE/invocations`. */
function functionIn(value: ResolvedValue): Extract<Segment, { kind: 'reference' }> | undefined {
  const index = value.findIndex((segment) => segment.kind === 'text' && segment.text.endsWith(':lambda:path/2015-03-31/functions/'));
  const next = index < 0 ? undefined : value[index + 1];
  return next?.kind === 'reference' ? next : undefined;
}

function remedyFor(logicalId: string, type: string, refReturns: string, { returnedBy }: ReferenceKind): string {
  const own = returnedBy.find((value) => value.startsWith(`${type}.`))?.slice(type.length + 1);
  if (own === undefined) {
    return `refer to an ${returnedBy
      .map((value) => value.slice(0, value.lastIndexOf('.')))
      .filter(isFirst)
      .join(', or an ')}`;
  }
  return own === refReturns ? `write {"Ref": "${logicalId}"}` : `write {"Fn::GetAtt": ["${logicalId}", "${own}"]}`;
}

const isFirst = (text: string, index: number, all: readonly string[]): boolean => all.indexOf(text) === index;
