import type { IdentifierFactory, IdentifierFormat, IdentifierFormats, NamedResource } from './identifier-format';

/** Of a function that a version, an alias or a URL names: by ARN, by name or by its resource. */
function functionArn(resource: NamedResource, property: string): string {
  const name = resource.property(property);
  return name.startsWith('arn:') ? name : resource.arn('lambda', `function:${name}`);
}

const versionArn: IdentifierFactory = (version) => `${functionArn(version, 'FunctionName')}:1`;
const aliasArn: IdentifierFactory = (alias) => `${functionArn(alias, 'FunctionName')}:${alias.property('Name')}`;
const stateMachineArn: IdentifierFactory = (machine) => machine.arn('states', `stateMachine:${machine.name}`);
const activityArn: IdentifierFactory = (activity) => activity.arn('states', `activity:${activity.name}`);
const clusterArn: IdentifierFactory = (cluster) => cluster.arn('ecs', `cluster/${cluster.name}`);

export const COMPUTE: IdentifierFormats = {
  'AWS::Lambda::Function': { name: 'FunctionName', attributes: { Arn: (fn) => fn.arn('lambda', `function:${fn.name}`) } },
  'AWS::Lambda::Version': { ref: versionArn, attributes: { Version: () => '1', FunctionArn: versionArn } },
  'AWS::Lambda::Alias': { ref: aliasArn, attributes: { AliasArn: aliasArn } },
  'AWS::Lambda::Url': {
    ref: (url) => functionArn(url, 'TargetFunctionArn'),
    attributes: {
      FunctionArn: (url) => functionArn(url, 'TargetFunctionArn'),
      FunctionUrl: (url) => `https://${url.id(32, 'lower')}.lambda-url.${url.region}.on.aws/`,
    },
  },
  'AWS::Lambda::LayerVersion': {
    name: 'LayerName',
    ref: (layer) => layer.arn('lambda', `layer:${layer.name}:1`),
    attributes: { LayerVersionArn: (layer) => layer.arn('lambda', `layer:${layer.name}:1`) },
  },
  'AWS::Lambda::EventSourceMapping': { ref: ({ uuid }) => uuid, attributes: { Id: ({ uuid }) => uuid } },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    ref: stateMachineArn,
    attributes: { Arn: stateMachineArn, Name: ({ name }) => name },
  },
  'AWS::StepFunctions::Activity': { name: 'Name', ref: activityArn, attributes: { Arn: activityArn, Name: ({ name }) => name } },
  'AWS::ECS::Cluster': { name: 'ClusterName', attributes: { Arn: clusterArn } },
  'AWS::ECS::TaskDefinition': {
    name: 'Family',
    ref: (task) => task.arn('ecs', `task-definition/${task.name}:1`),
    attributes: { TaskDefinitionArn: (task) => task.arn('ecs', `task-definition/${task.name}:1`) },
  },
  'AWS::ECS::Service': {
    name: 'ServiceName',
    ref: (service) => service.arn('ecs', `service/${service.name}`),
    attributes: { Name: ({ name }) => name, ServiceArn: (service) => service.arn('ecs', `service/${service.name}`) },
  },
  'AWS::Scheduler::ScheduleGroup': { name: 'Name', attributes: { Arn: (group) => group.arn('scheduler', `schedule-group/${group.name}`) } },
};

/** The id of an API, as the gateway passes it to functions. */
export const apiId: IdentifierFactory = (api) => api.id(10, 'lower');

const shortId: IdentifierFormat = { ref: (resource) => resource.id(7, 'lower') };
const endpoint: IdentifierFactory = (api) => {
  const scheme = api.property('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https';
  return `${scheme}://${apiId(api)}.execute-api.${api.region}.${api.urlSuffix}`;
};

export const GATEWAYS: IdentifierFormats = {
  'AWS::ApiGatewayV2::Api': { ref: apiId, attributes: { ApiEndpoint: endpoint, ApiId: apiId } },
  'AWS::ApiGatewayV2::Route': shortId,
  'AWS::ApiGatewayV2::Integration': shortId,
  'AWS::ApiGatewayV2::Authorizer': shortId,
  'AWS::ApiGatewayV2::Deployment': shortId,
  'AWS::ApiGatewayV2::Model': shortId,
  'AWS::ApiGatewayV2::VpcLink': shortId,
  'AWS::ApiGatewayV2::DomainName': {
    name: 'DomainName',
    attributes: {
      DomainName: ({ name }) => name,
      RegionalDomainName: (domain) => `d-${domain.id(10, 'lower')}.execute-api.${domain.region}.${domain.urlSuffix}`,
      RegionalHostedZoneId: (domain) => `Z${domain.id(13, 'upper')}`,
    },
  },
  'AWS::ApiGateway::RestApi': {
    ref: apiId,
    attributes: { RestApiId: apiId, RootResourceId: (api) => api.id(11, 'lower').slice(1) },
  },
  'AWS::ApiGateway::Stage': { name: 'StageName' },
  'AWS::AppSync::GraphQLApi': {
    ref: (api) => api.arn('appsync', `apis/${api.id(26, 'lower')}`),
    attributes: {
      ApiId: (api) => api.id(26, 'lower'),
      Arn: (api) => api.arn('appsync', `apis/${api.id(26, 'lower')}`),
      GraphQLUrl: (api) => `https://${api.id(26, 'lower')}.appsync-api.${api.region}.${api.urlSuffix}/graphql`,
    },
  },
};

const queueName: IdentifierFactory = (queue) =>
  queue.property('FifoQueue') === 'true' && !queue.name.endsWith('.fifo') ? `${queue.name}.fifo` : queue.name;
const queueUrl: IdentifierFactory = (queue) => `https://sqs.${queue.region}.${queue.urlSuffix}/${queue.accountId}/${queueName(queue)}`;
const topicName: IdentifierFactory = (topic) =>
  topic.property('FifoTopic') === 'true' && !topic.name.endsWith('.fifo') ? `${topic.name}.fifo` : topic.name;
const topicArn: IdentifierFactory = (topic) => topic.arn('sns', topicName(topic));

export const MESSAGING: IdentifierFormats = {
  'AWS::SQS::Queue': {
    name: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: (queue) => queue.arn('sqs', queueName(queue)), QueueName: queueName, QueueUrl: queueUrl },
  },
  'AWS::SNS::Topic': { name: 'TopicName', ref: topicArn, attributes: { TopicArn: topicArn, TopicName: topicName } },
  'AWS::SNS::Subscription': {
    ref: (subscription) => `${subscription.property('TopicArn')}:${subscription.uuid}`,
    attributes: { Arn: (subscription) => `${subscription.property('TopicArn')}:${subscription.uuid}` },
  },
  'AWS::Events::EventBus': {
    name: 'Name',
    attributes: { Arn: (bus) => bus.arn('events', `event-bus/${bus.name}`), Name: ({ name }) => name },
  },
  'AWS::Events::Rule': {
    name: 'Name',
    attributes: {
      Arn: (rule) => {
        const bus = rule.property('EventBusName');
        return rule.arn('events', `rule/${bus === '' || bus === 'default' ? '' : `${bus}/`}${rule.name}`);
      },
    },
  },
  'AWS::Events::Archive': { name: 'ArchiveName', attributes: { Arn: (archive) => archive.arn('events', `archive/${archive.name}`) } },
  'AWS::Pipes::Pipe': { name: 'Name', attributes: { Arn: (pipe) => pipe.arn('pipes', `pipe/${pipe.name}`) } },
  'AWS::Kinesis::Stream': { name: 'Name', attributes: { Arn: (stream) => stream.arn('kinesis', `stream/${stream.name}`) } },
  'AWS::KinesisFirehose::DeliveryStream': {
    name: 'DeliveryStreamName',
    attributes: { Arn: (stream) => stream.arn('firehose', `deliverystream/${stream.name}`) },
  },
};
