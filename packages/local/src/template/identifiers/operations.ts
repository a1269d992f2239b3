import type { Forms, IdentifierFormat } from './identifier-format';

const configuration = (attribute: string): IdentifierFormat => ({
  ref: (resource) => resource.id(7, 'lower'),
  attributes: { [attribute]: (resource) => resource.id(7, 'lower') },
});

export const OPERATIONS: Forms = {
  'AWS::Logs::LogGroup': { name: 'LogGroupName', attributes: { Arn: (group) => group.arn('logs', `log-group:${group.name}:*`) } },
  'AWS::CloudWatch::Alarm': { name: 'AlarmName', attributes: { Arn: (alarm) => alarm.arn('cloudwatch', `alarm:${alarm.name}`) } },
  'AWS::AppConfig::Application': configuration('ApplicationId'),
  'AWS::AppConfig::Environment': configuration('EnvironmentId'),
  'AWS::AppConfig::ConfigurationProfile': configuration('ConfigurationProfileId'),
};
