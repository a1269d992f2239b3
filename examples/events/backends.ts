import { RemovalPolicy } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, Result, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

/** The backends of the API. */
export class Backends extends Construct {
  /** A standard queue, encrypted with its own key. */
  public readonly inbox = new Queue(this, 'Inbox', { encryption: QueueEncryption.KMS, removalPolicy: RemovalPolicy.DESTROY });

  /** A FIFO queue. */
  public readonly orders = new Queue(this, 'Orders', { fifo: true });

  public readonly bus = new EventBus(this, 'Bus');

  public readonly clicks = new Stream(this, 'Clicks', { removalPolicy: RemovalPolicy.DESTROY });

  /** An EXPRESS state machine, which can be executed synchronously. */
  public readonly pricing = new StateMachine(this, 'Pricing', {
    stateMachineType: StateMachineType.EXPRESS,
    definitionBody: DefinitionBody.fromChainable(new Pass(this, 'Price', { result: Result.fromObject({ price: 42 }) })),
  });
}
