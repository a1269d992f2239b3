import { describe, expect, test } from 'vitest';
import { attributesOf, listedTypes } from '../../src/template/identifiers/resource-names';
import { diagnosticTexts, fn, functionOf, planOf } from './support';

interface Expected {
  readonly properties?: object;
  readonly Ref: string;
  /** Each attribute that is known of the type. */
  readonly [attribute: string]: unknown;
}

const LETTERS = { hex: '[0-9a-f]', lower: '[a-z0-9]', upper: '[A-Z0-9]', mixed: '[A-Za-z]', digits: '[0-9]' };
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}';

/** `<hex:16>` stands for sixteen hexadecimal digits, `arn(sqs)` for the beginning of an ARN. */
function pattern(text: string): RegExp {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const source = literal
    .replace(/arn\\\(([\w-]+)\\\)/g, 'arn:aws:$1:us-east-1:123456789012')
    .replace(/<uuid>/g, UUID)
    .replace(/<(\w+):(\d+)>/g, (_, letters: keyof typeof LETTERS, length) => `${LETTERS[letters]}{${length}}`);
  return new RegExp(`^${source}$`);
}

const CLOUD_MAP_NAMESPACE = { Ref: 'ns-<lower:16>', Id: 'ns-<lower:16>', Arn: 'arn(servicediscovery):namespace/ns-<lower:16>', Name: 'It' };
const TABLE = {
  Ref: 'It',
  Arn: 'arn(dynamodb):table/It',
  StreamArn: 'arn(dynamodb):table/It/stream/2024-01-01T00:00:00.000',
  TableId: '<uuid>',
};

/** What `Ref` and each attribute give for a resource `It` of the type. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'AWS::Lambda::Function': { Ref: 'It', Arn: 'arn(lambda):function:It' },
  'AWS::Lambda::Version': {
    properties: { FunctionName: { Ref: 'Fn' } },
    Ref: 'arn(lambda):function:Fn:1',
    Version: '1',
    FunctionArn: 'arn(lambda):function:Fn:1',
  },
  'AWS::Lambda::Alias': {
    properties: { FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] }, Name: 'live' },
    Ref: 'arn(lambda):function:Fn:live',
    AliasArn: 'arn(lambda):function:Fn:live',
  },
  'AWS::Lambda::Url': {
    properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
    Ref: 'arn(lambda):function:Fn',
    FunctionArn: 'arn(lambda):function:Fn',
    FunctionUrl: 'https://<lower:32>.lambda-url.us-east-1.on.aws/',
  },
  'AWS::Lambda::LayerVersion': { Ref: 'arn(lambda):layer:It:1', LayerVersionArn: 'arn(lambda):layer:It:1' },
  'AWS::Lambda::EventSourceMapping': { Ref: '<uuid>', Id: '<uuid>' },
  'AWS::StepFunctions::StateMachine': { Ref: 'arn(states):stateMachine:It', Arn: 'arn(states):stateMachine:It', Name: 'It' },
  'AWS::StepFunctions::Activity': { Ref: 'arn(states):activity:It', Arn: 'arn(states):activity:It', Name: 'It' },
  'AWS::ECS::Cluster': { Ref: 'It', Arn: 'arn(ecs):cluster/It' },
  'AWS::ECS::TaskDefinition': { Ref: 'arn(ecs):task-definition/It:1', TaskDefinitionArn: 'arn(ecs):task-definition/It:1' },
  'AWS::ECS::Service': { Ref: 'arn(ecs):service/It', ServiceArn: 'arn(ecs):service/It', Name: 'It' },
  'AWS::Scheduler::ScheduleGroup': { Ref: 'It', Arn: 'arn(scheduler):schedule-group/It' },
  'AWS::S3::Bucket': {
    Ref: 'it',
    Arn: 'arn:aws:s3:::it',
    DomainName: 'it.s3.amazonaws.com',
    RegionalDomainName: 'it.s3.us-east-1.amazonaws.com',
    DualStackDomainName: 'it.s3.dualstack.us-east-1.amazonaws.com',
    WebsiteURL: 'http://it.s3-website-us-east-1.amazonaws.com',
  },
  'AWS::DynamoDB::Table': TABLE,
  'AWS::DynamoDB::GlobalTable': TABLE,
  'AWS::RDS::DBInstance': {
    Ref: 'it',
    'Endpoint.Address': 'it.<lower:12>.us-east-1.rds.amazonaws.com',
    'Endpoint.Port': '3306',
    DBInstanceArn: 'arn(rds):db:it',
  },
  'AWS::RDS::DBCluster': {
    properties: { Engine: 'aurora-postgresql' },
    Ref: 'it',
    'Endpoint.Address': 'it.cluster-<lower:12>.us-east-1.rds.amazonaws.com',
    'Endpoint.Port': '5432',
    'ReadEndpoint.Address': 'it.cluster-ro-<lower:12>.us-east-1.rds.amazonaws.com',
    DBClusterArn: 'arn(rds):cluster:it',
  },
  'AWS::EFS::FileSystem': {
    Ref: 'fs-<hex:17>',
    FileSystemId: 'fs-<hex:17>',
    Arn: 'arn(elasticfilesystem):file-system/fs-<hex:17>',
  },
  'AWS::ECR::Repository': {
    Ref: 'it',
    Arn: 'arn(ecr):repository/it',
    RepositoryUri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/it',
  },
  'AWS::SQS::Queue': {
    Ref: 'https://sqs.us-east-1.amazonaws.com/123456789012/It',
    QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/It',
    Arn: 'arn(sqs):It',
    QueueName: 'It',
  },
  'AWS::SNS::Topic': { properties: { FifoTopic: true }, Ref: 'arn(sns):It.fifo', TopicArn: 'arn(sns):It.fifo', TopicName: 'It.fifo' },
  'AWS::SNS::Subscription': { properties: { TopicArn: 'arn:x' }, Ref: 'arn:x:<uuid>', Arn: 'arn:x:<uuid>' },
  'AWS::Events::EventBus': { Ref: 'It', Arn: 'arn(events):event-bus/It', Name: 'It' },
  'AWS::Events::Rule': { properties: { EventBusName: 'bus' }, Ref: 'It', Arn: 'arn(events):rule/bus/It' },
  'AWS::Events::Archive': { Ref: 'It', Arn: 'arn(events):archive/It' },
  'AWS::Pipes::Pipe': { Ref: 'It', Arn: 'arn(pipes):pipe/It' },
  'AWS::Kinesis::Stream': { Ref: 'It', Arn: 'arn(kinesis):stream/It' },
  'AWS::KinesisFirehose::DeliveryStream': { Ref: 'It', Arn: 'arn(firehose):deliverystream/It' },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    Ref: 'arn(elasticloadbalancing):loadbalancer/app/It/<hex:16>',
    LoadBalancerArn: 'arn(elasticloadbalancing):loadbalancer/app/It/<hex:16>',
    LoadBalancerFullName: 'app/It/<hex:16>',
    LoadBalancerName: 'It',
    DNSName: 'It-<digits:10>.us-east-1.elb.amazonaws.com',
    CanonicalHostedZoneID: 'Z<upper:13>',
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    Ref: 'arn(elasticloadbalancing):listener/app/It/<hex:16>/<hex:16>',
    ListenerArn: 'arn(elasticloadbalancing):listener/app/It/<hex:16>/<hex:16>',
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    Ref: 'arn(elasticloadbalancing):targetgroup/It/<hex:16>',
    TargetGroupArn: 'arn(elasticloadbalancing):targetgroup/It/<hex:16>',
    TargetGroupFullName: 'targetgroup/It/<hex:16>',
    TargetGroupName: 'It',
  },
  'AWS::ServiceDiscovery::Service': {
    Ref: 'srv-<lower:16>',
    Id: 'srv-<lower:16>',
    Arn: 'arn(servicediscovery):service/srv-<lower:16>',
    Name: 'It',
  },
  'AWS::ServiceDiscovery::PrivateDnsNamespace': CLOUD_MAP_NAMESPACE,
  'AWS::ServiceDiscovery::HttpNamespace': CLOUD_MAP_NAMESPACE,
  'AWS::ServiceDiscovery::PublicDnsNamespace': CLOUD_MAP_NAMESPACE,
  'AWS::EC2::VPC': { Ref: 'vpc-<hex:17>', VpcId: 'vpc-<hex:17>' },
  'AWS::EC2::Subnet': { Ref: 'subnet-<hex:17>', SubnetId: 'subnet-<hex:17>' },
  'AWS::EC2::SecurityGroup': { Ref: 'sg-<hex:17>', GroupId: 'sg-<hex:17>' },
  'AWS::CloudFront::Distribution': { Ref: 'E<upper:13>', Id: 'E<upper:13>', DomainName: 'd<lower:13>.cloudfront.net' },
  'AWS::Route53::HostedZone': { Ref: 'Z<upper:20>', Id: 'Z<upper:20>' },
  'AWS::ApiGatewayV2::Api': {
    properties: { ProtocolType: 'WEBSOCKET' },
    Ref: '<lower:10>',
    ApiId: '<lower:10>',
    ApiEndpoint: 'wss://<lower:10>.execute-api.us-east-1.amazonaws.com',
  },
  'AWS::ApiGatewayV2::Route': { Ref: '<lower:7>' },
  'AWS::ApiGatewayV2::Integration': { Ref: '<lower:7>' },
  'AWS::ApiGatewayV2::Authorizer': { Ref: '<lower:7>' },
  'AWS::ApiGatewayV2::Deployment': { Ref: '<lower:7>' },
  'AWS::ApiGatewayV2::Model': { Ref: '<lower:7>' },
  'AWS::ApiGatewayV2::VpcLink': { Ref: '<lower:7>' },
  'AWS::ApiGatewayV2::DomainName': {
    properties: { DomainName: 'api.example' },
    Ref: 'api.example',
    DomainName: 'api.example',
    RegionalDomainName: 'd-<lower:10>.execute-api.us-east-1.amazonaws.com',
    RegionalHostedZoneId: 'Z<upper:13>',
  },
  'AWS::ApiGateway::RestApi': { Ref: '<lower:10>', RestApiId: '<lower:10>', RootResourceId: '<lower:10>' },
  'AWS::ApiGateway::Stage': { properties: { StageName: 'v1' }, Ref: 'v1' },
  'AWS::AppSync::GraphQLApi': {
    Ref: 'arn(appsync):apis/<lower:26>',
    Arn: 'arn(appsync):apis/<lower:26>',
    ApiId: '<lower:26>',
    GraphQLUrl: 'https://<lower:26>.appsync-api.us-east-1.amazonaws.com/graphql',
  },
  'AWS::IAM::Role': { properties: { Path: '/p/' }, Ref: 'It', Arn: 'arn:aws:iam::123456789012:role/p/It', RoleId: 'AROA<upper:17>' },
  'AWS::IAM::User': { Ref: 'It', Arn: 'arn:aws:iam::123456789012:user/It' },
  'AWS::IAM::Group': { Ref: 'It', Arn: 'arn:aws:iam::123456789012:group/It' },
  'AWS::IAM::InstanceProfile': { Ref: 'It', Arn: 'arn:aws:iam::123456789012:instance-profile/It' },
  'AWS::IAM::ManagedPolicy': { Ref: 'arn:aws:iam::123456789012:policy/It', PolicyArn: 'arn:aws:iam::123456789012:policy/It' },
  'AWS::Cognito::UserPool': {
    Ref: 'us-east-1_<mixed:9>',
    UserPoolId: 'us-east-1_<mixed:9>',
    Arn: 'arn(cognito-idp):userpool/us-east-1_<mixed:9>',
    ProviderName: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_<mixed:9>',
    ProviderURL: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_<mixed:9>',
  },
  'AWS::Cognito::UserPoolClient': { properties: { ClientName: 'web' }, Ref: '<lower:26>', ClientId: '<lower:26>', Name: 'web' },
  'AWS::Cognito::UserPoolDomain': { properties: { Domain: 'shop' }, Ref: 'shop' },
  'AWS::Cognito::IdentityPool': { Ref: 'us-east-1:<uuid>', Id: 'us-east-1:<uuid>', Name: 'It' },
  'AWS::KMS::Key': { Ref: '<uuid>', KeyId: '<uuid>', Arn: 'arn(kms):key/<uuid>' },
  'AWS::KMS::Alias': { properties: { AliasName: 'alias/shop' }, Ref: 'alias/shop' },
  'AWS::SecretsManager::Secret': { Ref: 'arn(secretsmanager):secret:It-<mixed:6>', Id: 'arn(secretsmanager):secret:It-<mixed:6>' },
  'AWS::SecretsManager::SecretTargetAttachment': { properties: { SecretId: 'arn:secret' }, Ref: 'arn:secret', Id: 'arn:secret' },
  'AWS::SSM::Parameter': { properties: { Name: '/a/b', Type: 'String', Value: 'v' }, Ref: '/a/b', Type: 'String', Value: 'v' },
  'AWS::CertificateManager::Certificate': { Ref: 'arn(acm):certificate/<uuid>', CertificateArn: 'arn(acm):certificate/<uuid>' },
  'AWS::Logs::LogGroup': { properties: { LogGroupName: '/a/b' }, Ref: '/a/b', Arn: 'arn(logs):log-group:/a/b:*' },
  'AWS::CloudWatch::Alarm': { Ref: 'It', Arn: 'arn(cloudwatch):alarm:It' },
  'AWS::AppConfig::Application': { Ref: '<lower:7>', ApplicationId: '<lower:7>' },
  'AWS::AppConfig::Environment': { Ref: '<lower:7>', EnvironmentId: '<lower:7>' },
  'AWS::AppConfig::ConfigurationProfile': { Ref: '<lower:7>', ConfigurationProfileId: '<lower:7>' },
};

test('tests every type whose identifiers are known', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual([...listedTypes()].sort());
});

describe.each(Object.entries(EXPECTED))('%s', (Type, { properties = {}, ...identifiers }) => {
  test('generates all identifiers in the service’s format', () => {
    const values = Object.keys(identifiers).map((name) => [name, name === 'Ref' ? { Ref: 'It' } : { 'Fn::GetAtt': ['It', name] }]);
    const plan = planOf({
      It: { Type, Properties: properties },
      Fn: fn({ Environment: { Variables: Object.fromEntries(values) } }),
    });
    for (const [name, expected] of Object.entries(identifiers)) {
      expect(functionOf(plan).environment[name], name).toMatch(pattern(String(expected)));
    }
    expect(
      Object.keys(identifiers)
        .filter((name) => name !== 'Ref')
        .sort(),
    ).toEqual([...(attributesOf(Type) ?? [])].sort());
    expect(diagnosticTexts(plan).filter((line) => line.includes('is only known after'))).toEqual([]);
  });
});
