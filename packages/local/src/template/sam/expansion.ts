import { asObject, asText, isObject, type JsonObject, type LeftOutPart, member, type Place } from '@apigwv2-integrations/core/engine';
import type { TemplateProblem } from '../problem';

/** A resource of a template, as it is written. */
export interface WrittenResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly body: JsonObject;
}

/** Collects what SAM makes of a template. */
export class Expansion {
  public readonly resources: Record<string, unknown> = {};
  public readonly conditions: Record<string, unknown> = {};
  public readonly notes: LeftOutPart[] = [];
  public readonly problems: TemplateProblem[] = [];
  /** Where resources are written that SAM adds. */
  public readonly places = new Map<string, Place>();
  /** What `Ref` may name beside logical IDs, such as `Api.Stage`. */
  public readonly names = new Map<string, string>();

  public constructor(
    private readonly template: JsonObject,
    /** Whether a path of the template is one that `sam build` wrote. */
    public readonly isBuilt: boolean,
  ) {}

  /** Adds a resource that SAM makes for one of the template, under the same conditions. */
  public add(logicalId: string, type: string, properties: JsonObject, { source, property, more = {} }: Origin): void {
    const condition = member(source.body, 'Condition');
    this.resources[logicalId] = {
      Type: type,
      ...(condition === undefined ? {} : { Condition: condition }),
      ...more,
      Properties: defined(properties),
    };
    if (logicalId !== source.logicalId) {
      this.places.set(logicalId, { logicalId: source.logicalId, property: property ?? '' });
    }
  }

  public note({ logicalId }: WrittenResource, reason: string, kind = 'SAM resource'): void {
    this.notes.push({ logicalId, kind, reason });
  }

  /** Whether a name is that of a resource of the template, or of a parameter, whose value may be one. */
  public mayBeResource(name: string | undefined): boolean {
    return name !== undefined && ['Resources', 'Parameters'].some((section) => member(this.template, section, name) !== undefined);
  }

  /** A value in which references to parameters are replaced by their defaults. */
  public withDefaults(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((item: unknown) => this.withDefaults(item));
    }
    if (!isObject(value)) {
      return value;
    }
    const referenced = asText(member(value, 'Ref'));
    const sub = member(value, 'Fn::Sub');
    if (referenced !== undefined) {
      return this.defaultOf(referenced) ?? value;
    }
    if (typeof sub === 'string') {
      const filled = sub.replace(/\$\{([A-Za-z0-9]+)\}/g, (written, name: string) => asText(this.defaultOf(name)) ?? written);
      return filled.includes('${') ? { 'Fn::Sub': filled } : filled;
    }
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.withDefaults(inner)]));
  }

  private defaultOf(parameter: string): unknown {
    return member(this.template, 'Parameters', parameter, 'Default');
  }
}

/** The resource for which another one is added. */
export interface Origin {
  readonly source: WrittenResource;
  /** The property for which it is added, such as `Properties/Domain`. @default the whole resource */
  readonly property?: string;
  /** Attributes, such as `DependsOn`. */
  readonly more?: JsonObject;
}

/** The attributes of a resource that its main resource keeps. */
export function attributesOf({ body }: WrittenResource): JsonObject {
  const { Type: _type, Properties: _properties, IgnoreGlobals: _ignored, Connectors: _connectors, ...attributes } = body;
  return attributes;
}

/** An object without its undefined members. */
export function defined(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** The properties of a resource with these names, as they are written. */
export function pick({ properties }: WrittenResource, names: readonly string[]): JsonObject {
  return defined(Object.fromEntries(names.map((name) => [name, member(properties, name)])));
}

/** The logical ID in `{ "Ref": "Api" }`, or the text itself. */
export function referredId(value: unknown): string | undefined {
  return asText(member(value, 'Ref')) ?? asText(value);
}

/** The permission of API Gateway to invoke a function. */
export function invokePermission(functionName: unknown, sourceArn: unknown): JsonObject {
  return { Action: 'lambda:InvokeFunction', FunctionName: functionName, Principal: 'apigateway.amazonaws.com', SourceArn: sourceArn };
}

/** `arn:aws:execute-api:...:api/` and what follows; `${__ApiId__}` stands for the API in it. */
export function executeApiArn(api: unknown, rest: string, values: JsonObject = {}): JsonObject {
  const arn = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/';
  return { 'Fn::Sub': [`${arn}${rest}`, { __ApiId__: api, ...values }] };
}

export function isSamType(resource: unknown): boolean {
  return asText(member(asObject(resource), 'Type'))?.startsWith('AWS::Serverless::') === true;
}
