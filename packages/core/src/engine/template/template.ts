/** Where a stack is deployed, as far as it is known. */
export interface Environment {
  readonly region?: string;
  readonly account?: string;
}

/** A CloudFormation template among those that are deployed together, such as those of one cloud assembly. */
export interface Template extends Environment {
  /** Unique among the templates, such as the file's path. */
  readonly id: string;
  /** As it is parsed from JSON or YAML. */
  readonly body: unknown;
  /** The name under which the stack is deployed. That of a nested stack is a placeholder: CloudFormation chooses it at deployment. */
  readonly stackName?: string;
  /** The display name of the stack. @default - the template's id */
  readonly stack?: string;
  /** The template's file. @default - the template's id */
  readonly file?: string;
  /** The construct path of the stack. */
  readonly path?: string;
  /** The construct path of each resource, by logical id. @default - what the resources' metadata says */
  readonly constructPaths?: ReadonlyMap<string, string>;
  /** The cloud assembly that has it: assemblies of several stages repeat names. @default - one for all */
  readonly assembly?: string;
  /** The nested stack's resource, and the template that has it. */
  readonly nestedIn?: { readonly id: string; readonly logicalId: string };
  /** Whether resources are missing that a transform adds when the template is deployed. @default - what its body says */
  readonly isPartial?: boolean;
  /** Resources of the body that are written as a part of another resource, by logical id. @default - none */
  readonly parts?: ReadonlyMap<string, TemplatePart>;
}

/** A resource that the service makes from a part of another one, such as a route from an OpenAPI document. */
export interface TemplatePart {
  /** What it is called in messages. */
  readonly name: string;
  /** The resource of which it is a part. */
  readonly logicalId: string;
  /** Where one of its properties is written. */
  locate(property: string): { readonly logicalId: string; readonly property: string };
}

/** A value and the template in whose scope it is written. */
export interface ScopedValue {
  readonly template: Template;
  readonly value: unknown;
}
