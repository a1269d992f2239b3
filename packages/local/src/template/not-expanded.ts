/** A part of a template that is not read as it is deployed. */
export interface NotExpanded {
  /** The resource, if it is one. */
  readonly logicalId?: string;
  /** What it is, in the singular: `OpenAPI document`, `SAM resource`. */
  readonly kind: string;
  /** Why it is not read, in a few words. */
  readonly reason: string;
}
