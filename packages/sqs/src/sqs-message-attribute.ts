import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';

/**
 * A message attribute: metadata beside the body, by which consumers filter and route.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export class SqsMessageAttribute {
  /** An attribute with a text. */
  public static text(value: IMappingValue): SqsMessageAttribute {
    return new SqsMessageAttribute('String', value);
  }

  /** An attribute with a number. */
  public static number(value: IMappingValue): SqsMessageAttribute {
    return new SqsMessageAttribute('Number', value);
  }

  /** An attribute of a type of your own, such as `Number.float`. */
  public static ofType(dataType: string, value: IMappingValue): SqsMessageAttribute {
    return new SqsMessageAttribute(dataType, value);
  }

  private constructor(
    /** `String` or `Number`, with a label of your own behind a dot or without. */
    public readonly dataType: string,
    /** Where the value comes from. */
    public readonly value: IMappingValue,
  ) {}
}
