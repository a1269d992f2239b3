import { asNumber, asText, isIntrinsic, isObject, type JsonObject, member } from './json';

/** A resource of a template, its properties read with what is unknown told apart from what is absent. */
export class Resource {
  public readonly type: string;
  /** Whether a condition decides if it exists. */
  public readonly conditional: boolean;
  /** Where a CDK app made it, if the template says so. */
  public readonly constructPath?: string;
  private readonly properties: JsonObject;
  /** Properties can come from elsewhere, as with `Fn::Transform`. */
  private readonly open: boolean;

  public constructor(
    public readonly logicalId: string,
    body: JsonObject,
  ) {
    const properties = member(body, 'Properties');
    this.type = asText(member(body, 'Type')) ?? '';
    this.conditional = Object.hasOwn(body, 'Condition');
    this.constructPath = asText(member(member(body, 'Metadata'), 'aws:cdk:path'));
    this.properties = isObject(properties) ? properties : {};
    this.open = isIntrinsic(properties) || (properties !== undefined && !isObject(properties));
  }

  /** All properties, as they stand in the template. */
  public get all(): JsonObject {
    return this.properties;
  }

  /** The value as it stands in the template; nothing where it is removed by `AWS::NoValue`. */
  public raw(property: string): unknown {
    const value = member(this.properties, property);
    return member(value, 'Ref') === 'AWS::NoValue' ? undefined : value;
  }

  /** Whether the property is certainly not there. */
  public lacks(property: string): boolean {
    return !this.open && this.raw(property) === undefined;
  }

  /** The property as a text, if it is a literal. */
  public text(property: string): string | undefined {
    return asText(this.raw(property));
  }

  /** The property as a number, if it is a literal. */
  public number(property: string): number | undefined {
    return asNumber(this.raw(property));
  }

  /** The property as an object of which all keys are known. */
  public object(property: string): JsonObject | undefined {
    const value = this.raw(property);
    return isObject(value) && !isIntrinsic(value) ? value : undefined;
  }
}
