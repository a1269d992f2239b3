import type { Problem } from '../problem';

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
  /** What is wrong with the OpenAPI documents from which APIs are imported. @default - they are not imported yet */
  readonly documentProblems?: readonly PlacedProblem[];
  /** What is not read as it is deployed. @default - nothing */
  readonly leftOut?: readonly LeftOutPart[];
}

/** A problem, and where it is written. */
export interface PlacedProblem extends Problem {
  readonly logicalId: string;
  /** The path within the resource, such as `Properties/RequestParameters/append:header.x`. */
  readonly property: string;
}

/** A part of a template that is not read as it is deployed. */
export interface LeftOutPart {
  /** The resource, if it is one. */
  readonly logicalId?: string;
  /** What it is, in the singular: `API`, `nested stack`, `template`, `loop`. */
  readonly kind: string;
  /** Why it is left out, in a few words. */
  readonly reason: string;
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
