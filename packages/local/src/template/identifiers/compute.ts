import type { Forms, IdentifierFactory, Named } from './identifier-format';

/** Of a function that a version, an alias or a URL names: by ARN, by name or by its resource. */
function functionArn(resource: Named, property: string): string {
  const name = resource.property(property);
  return name.startsWith('arn:') ? name : resource.arn('lambda', `function:${name}`);
}

const versionArn: IdentifierFactory = (version) => `${functionArn(version, 'FunctionName')}:1`;
const aliasArn: IdentifierFactory = (alias) => `${functionArn(alias, 'FunctionName')}:${alias.property('Name')}`;
const stateMachineArn: IdentifierFactory = (machine) => machine.arn('states', `stateMachine:${machine.name}`);
const activityArn: IdentifierFactory = (activity) => activity.arn('states', `activity:${activity.name}`);
const clusterArn: IdentifierFactory = (cluster) => cluster.arn('ecs', `cluster/${cluster.name}`);

export const COMPUTE: Forms = {
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
