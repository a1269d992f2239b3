import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';

/**
 * A message attribute: metadata of a message, which consumers use for filtering and routing.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export class SqsMessageAttribute {
  /** An attribute with a string value. */
  public static text(value: IMappingValue): SqsMessageAttribute {
    return new SqsMessageAttribute('String', value);
  }

  /** An attribute with a numeric value. */
  public static number(value: IMappingValue): SqsMessageAttribute {
    return new SqsMessageAttribute('Number', value);
  }

  /** An attribute with a custom type, such as `Number.float`. */
  public static ofType(dataType: string, value: IMappingValue): SqsMessageAttribute {
    return new SqsMessageAttribute(dataType, value);
  }

  private constructor(
    /** `String` or `Number`, optionally followed by a dot and a custom label. */
    public readonly dataType: string,
    /** The source of the value. */
    public readonly value: IMappingValue,
  ) {}
}
