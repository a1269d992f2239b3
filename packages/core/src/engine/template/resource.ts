import { asNumber, asObject, asText, isIntrinsic, isObject, type JsonObject, member } from './json';
import type { Template } from './template';

/** Where a resource is written. */
export interface ResourceLocation {
  readonly logicalId: string;
  /** Construct path, if the assembly has it. */
  readonly path?: string;
  /** Display name of the stack. */
  readonly stack: string;
  /** The template's file. */
  readonly file: string;
  /** The name of a part of the resource that is no resource itself, such as the route `GET /books` in an OpenAPI document. */
  readonly part?: string;
}

/** The origin of a resource that is in no template: API Gateway creates it for an API with a `Target`, or from a document. */
export interface Origin {
  /** What the resource is called in messages. */
  readonly name: string;
  readonly api: Resource;
  /** Where a property of the resource is written. */
  locate(property: string): { readonly resource: Resource; readonly property: string };
}

/** A resource of a template. Its properties are read as they are written: what is unknown is kept apart from what is absent. */
export class Resource {
  /** Unique among the resources of all templates. */
  public readonly key: string;
  public readonly type: string;
  /** Whether a condition decides if it exists. */
  public readonly conditional: boolean;
  /** The logical ids in its `DependsOn`. */
  public readonly dependsOn: readonly string[];
  /** Where a CDK app made it, if the template or its assembly says so. */
  public readonly constructPath?: string;
  /** The construct path without the `/Resource` that the CDK's own constructs add. */
  public readonly path?: string;
  /** All properties, as they are written. */
  public readonly properties: JsonObject;
  /** Properties can come from elsewhere, as with `Fn::Transform`. */
  private readonly hasUnknownProperties: boolean;

  public constructor(
    public readonly logicalId: string,
    body: JsonObject,
    public readonly template: Template,
    public readonly origin?: Origin,
  ) {
    const properties = member(body, 'Properties');
    this.key = `${template.id}#${logicalId}`;
    this.type = asText(member(body, 'Type')) ?? '';
    this.dependsOn = [member(body, 'DependsOn')].flat().filter((name) => typeof name === 'string');
    this.conditional = Object.hasOwn(body, 'Condition');
    this.constructPath = template.constructPaths?.get(logicalId) ?? asText(member(body, 'Metadata', 'aws:cdk:path'));
    this.path = this.constructPath?.replace(/\/(?:Resource|Default)$/, '');
    this.properties = asObject(properties);
    this.hasUnknownProperties = isIntrinsic(properties) || (properties !== undefined && !isObject(properties));
  }

  public get location(): ResourceLocation {
    const { id, stack = id, file = id } = this.template;
    const { logicalId, path } = this.origin?.api ?? this;
    return { logicalId, path, stack, file, ...(this.origin === undefined ? {} : { part: this.origin.name }) };
  }

  /** The value as it is written; undefined where `AWS::NoValue` removes it. */
  public raw(property: string): unknown {
    const value = member(this.properties, property);
    return member(value, 'Ref') === 'AWS::NoValue' ? undefined : value;
  }

  /** Whether the property is certainly absent. */
  public lacks(property: string): boolean {
    return !this.hasUnknownProperties && this.raw(property) === undefined;
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

  /** The resource's name in messages: its construct path, relative to the home stack, else its logical id. */
  public nameIn(home: Template): string {
    if (this.origin !== undefined) {
      return `${this.origin.api.nameIn(home)}/${this.origin.name}`;
    }
    if (this.path === undefined) {
      return this.template.id === home.id ? this.logicalId : `${this.location.stack}/${this.logicalId}`;
    }
    const prefix = `${home.path}/`;
    return home.path !== undefined && this.path.startsWith(prefix) ? this.path.slice(prefix.length) : this.path;
  }

  /** Every name that may stand for the resource in options and overrides, the readable one first. */
  public get names(): readonly string[] {
    return [...(this.path === undefined ? [] : [this.path]), this.logicalId, `${this.location.stack}/${this.logicalId}`];
  }

  /** The last step of the construct path, else the logical id. */
  public get shortName(): string {
    return this.origin?.name ?? this.path?.split('/').at(-1) ?? this.logicalId;
  }
}
