import type { Forms, IdentifierFactory } from './identifier-format';

const queueName: IdentifierFactory = (queue) =>
  queue.property('FifoQueue') === 'true' && !queue.name.endsWith('.fifo') ? `${queue.name}.fifo` : queue.name;
const queueUrl: IdentifierFactory = (queue) => `https://sqs.${queue.region}.${queue.urlSuffix}/${queue.accountId}/${queueName(queue)}`;
const topicName: IdentifierFactory = (topic) =>
  topic.property('FifoTopic') === 'true' && !topic.name.endsWith('.fifo') ? `${topic.name}.fifo` : topic.name;
const topicArn: IdentifierFactory = (topic) => topic.arn('sns', topicName(topic));

export const MESSAGING: Forms = {
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
