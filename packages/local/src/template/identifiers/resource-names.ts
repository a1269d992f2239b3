import type { Resource, Resources } from '@apigwv2-integrations/core/engine';
import { deterministicId, uuid } from '../local-values/deterministic-id';
import { type DeploymentEnvironment, stackNameOf } from '../local-values/pseudo-parameters';
import { overridable, type Unresolved, UnresolvedValues } from '../local-values/unresolved';
import { COMPUTE, GATEWAYS, MESSAGING } from './application-formats';
import type { IdentifierFormat, NamedResource } from './identifier-format';
import { NETWORK, OPERATIONS, SECURITY, STORAGE } from './infrastructure-formats';

const FORMATS: ReadonlyMap<string, IdentifierFormat> = new Map(
  [COMPUTE, STORAGE, MESSAGING, NETWORK, GATEWAYS, SECURITY, OPERATIONS].flatMap((formats) => Object.entries(formats)),
);

/** The identifier format of a resource type, if it is listed here. */
export function identifierFormatOf(type: string): IdentifierFormat | undefined {
  return FORMATS.get(type);
}

/** The attributes of a resource type, if it is listed here. */
export function attributesOf(type: string | undefined): readonly string[] | undefined {
  const format = type === undefined ? undefined : FORMATS.get(type);
  return format && Object.keys(format.attributes ?? {});
}

/** The resource types whose identifiers are listed here. */
export function listedTypes(): Iterable<string> {
  return FORMATS.keys();
}

const MAX_NAME_CHARACTERS = 512;
const MAX_NAME_DEPTH = 32;

/** An identifier, with the unresolved values in it. */
interface Identifier {
  readonly text: string;
  readonly unresolved: Iterable<Unresolved>;
}

/** What identifiers are generated with. */
export interface IdentifierSources {
  readonly resources: Resources;
  environmentOf(resource: Resource): DeploymentEnvironment;
  /** A property of a resource as text. Unresolved values in it are added to `unresolved`. */
  property(resource: Resource, name: string, unresolved: UnresolvedValues): string;
}

/** Generates the identifiers of resources in the format of their service: from fixed names, else from logical IDs. */
export class ResourceNames {
  private readonly identifiers = new Map<string, Identifier>();
  private readonly pending = new Set<string>();
  private shared?: ReadonlySet<string>;

  constructor(private readonly sources: IdentifierSources) {}

  /** The value of `Ref`, or of an attribute. Unresolved values in it are added to `unresolved`. */
  text(resource: Resource, attribute: string | undefined, unresolved: UnresolvedValues): string {
    const key = `${resource.key}.${attribute ?? ''}`;
    if (this.pending.has(key) || this.pending.size > MAX_NAME_DEPTH) {
      return resource.logicalId;
    }
    this.pending.add(key);
    const identifier = this.identifiers.get(key) ?? this.make(resource, attribute);
    this.pending.delete(key);
    this.identifiers.set(key, identifier);
    unresolved.addAll(identifier.unresolved);
    return identifier.text;
  }

  private make(resource: Resource, attribute: string | undefined): Identifier {
    const format = identifierFormatOf(resource.type);
    const unresolved = new UnresolvedValues();
    if (attribute === undefined) {
      const named = this.named(resource, unresolved);
      return { text: format?.ref?.(named) ?? named.name, unresolved };
    }
    const make = format?.attributes !== undefined && Object.hasOwn(format.attributes, attribute) ? format.attributes[attribute] : undefined;
    if (make !== undefined) {
      return { text: make(this.named(resource, unresolved)), unresolved };
    }
    const unknown = overridable(`${resource.path ?? resource.logicalId}.${attribute}`);
    const placeholder = attribute === 'Arn' ? this.genericArn(resource) : overridable(`${resource.logicalId}.${attribute}`).placeholder;
    return { text: placeholder, unresolved: [{ ...unknown, placeholder }] };
  }

  private named(resource: Resource, unresolved: UnresolvedValues): NamedResource {
    const generatedName = this.generatedName(resource);
    const around = this.sources.environmentOf(resource);
    const seed = `${resource.template.stack}/${resource.logicalId}`;
    const property = (name: string) => this.sources.property(resource, name, unresolved);
    const fixed = identifierFormatOf(resource.type)?.name;
    return {
      ...around,
      // A getter, because a name may depend on names that are still being generated.
      get name() {
        const name = fixed === undefined ? '' : property(fixed);
        return name === '' || name.length > MAX_NAME_CHARACTERS ? generatedName : name;
      },
      uuid: uuid(seed),
      id: (length, alphabet) => deterministicId(seed, length, alphabet),
      arn: (service, rest) => `arn:${around.partition}:${service}:${around.region}:${around.accountId}:${rest}`,
      property,
    };
  }

  /** The logical ID, preceded by the stack's name if several stacks have that logical ID. */
  private generatedName({ logicalId, type, template }: Resource): string {
    return this.sharedIds().has(`${type} ${logicalId}`) ? `${stackNameOf(template)}-${logicalId}` : logicalId;
  }

  private sharedIds(): ReadonlySet<string> {
    if (this.shared === undefined) {
      const seen = new Set<string>();
      const ids = this.sources.resources.everything().map(({ type, logicalId }) => `${type} ${logicalId}`);
      this.shared = new Set(ids.filter((id) => seen.size === seen.add(id).size));
    }
    return this.shared;
  }

  /** The most common ARN format. */
  private genericArn(resource: Resource): string {
    const { partition, region, accountId } = this.sources.environmentOf(resource);
    const service = resource.type.split('::')[1]?.toLowerCase() ?? 'service';
    return `arn:${partition}:${service}:${region}:${accountId}:${this.generatedName(resource)}`;
  }
}
