import type { Resource, Resources } from '@apigwv2-integrations/core/engine';
import { deterministicId, uuid } from '../local-values/deterministic-id';
import { type DeploymentEnvironment, stackNameOf } from '../local-values/pseudo-parameters';
import { overridable, type Unresolved, UnresolvedValues } from '../local-values/unresolved';
import { COMPUTE, GATEWAYS, MESSAGING } from './application-formats';
import type { IdentifierFormat, Named } from './identifier-format';
import { NETWORK, OPERATIONS, SECURITY, STORAGE } from './infrastructure-formats';

const FORMS: ReadonlyMap<string, IdentifierFormat> = new Map(
  [COMPUTE, STORAGE, MESSAGING, NETWORK, GATEWAYS, SECURITY, OPERATIONS].flatMap((forms) => Object.entries(forms)),
);

/** What the identifiers of a resource type look like; undefined for a type of which that is not known here. */
export function formOf(type: string): IdentifierFormat | undefined {
  return FORMS.get(type);
}

/** Attributes of a resource type; undefined for a type of which they are not known here. */
export function knownAttributes(type: string | undefined): readonly string[] | undefined {
  const form = type === undefined ? undefined : FORMS.get(type);
  return form && Object.keys(form.attributes ?? {});
}

/** The resource types whose identifiers are known here. */
export function knownTypes(): Iterable<string> {
  return FORMS.keys();
}

const MAX_NAME_CHARACTERS = 512;
const MAX_NAME_DEPTH = 32;

/** A made identifier, with what in it is unknown. */
interface Identifier {
  readonly text: string;
  readonly unknowns: Iterable<Unresolved>;
}

/** What identifiers are made with. */
export interface Surrounded {
  readonly resources: Resources;
  surroundings(resource: Resource): DeploymentEnvironment;
  /** A property of a resource as text; what is unknown in it is added to the list. */
  property(resource: Resource, name: string, unknowns: UnresolvedValues): string;
}

/** The identifiers that resources have on this machine: their fixed names, else readable ones, in the form of the service's. */
export class ResourceNames {
  private readonly made = new Map<string, Identifier>();
  private readonly inTheMaking = new Set<string>();
  private shared?: ReadonlySet<string>;

  constructor(private readonly around: Surrounded) {}

  /** What `Ref` gives, or an attribute; what is unknown in it is added to the list. */
  text(resource: Resource, attribute: string | undefined, unknowns: UnresolvedValues): string {
    const key = `${resource.key}.${attribute ?? ''}`;
    if (this.inTheMaking.has(key) || this.inTheMaking.size > MAX_NAME_DEPTH) {
      return resource.logicalId;
    }
    this.inTheMaking.add(key);
    const identifier = this.made.get(key) ?? this.make(resource, attribute);
    this.inTheMaking.delete(key);
    this.made.set(key, identifier);
    unknowns.addAll(identifier.unknowns);
    return identifier.text;
  }

  private make(resource: Resource, attribute: string | undefined): Identifier {
    const form = formOf(resource.type);
    const unknowns = new UnresolvedValues();
    if (attribute === undefined) {
      const named = this.named(resource, unknowns);
      return { text: form?.ref?.(named) ?? named.name, unknowns };
    }
    const make = form?.attributes !== undefined && Object.hasOwn(form.attributes, attribute) ? form.attributes[attribute] : undefined;
    if (make !== undefined) {
      return { text: make(this.named(resource, unknowns)), unknowns };
    }
    const unknown = overridable(`${resource.path ?? resource.logicalId}.${attribute}`);
    const placeholder = attribute === 'Arn' ? this.genericArn(resource) : overridable(`${resource.logicalId}.${attribute}`).placeholder;
    return { text: placeholder, unknowns: [{ ...unknown, placeholder }] };
  }

  private named(resource: Resource, unknowns: UnresolvedValues): Named {
    const madeUpName = this.madeUpName(resource);
    const around = this.around.surroundings(resource);
    const seed = `${resource.template.stack}/${resource.logicalId}`;
    const property = (name: string) => this.around.property(resource, name, unknowns);
    const fixed = formOf(resource.type)?.name;
    return {
      ...around,
      // Looked up once it is asked for: a name may be made of what has no name yet.
      get name() {
        const name = fixed === undefined ? '' : property(fixed);
        return name === '' || name.length > MAX_NAME_CHARACTERS ? madeUpName : name;
      },
      uuid: uuid(seed),
      id: (length, alphabet) => deterministicId(seed, length, alphabet),
      arn: (service, rest) => `arn:${around.partition}:${service}:${around.region}:${around.accountId}:${rest}`,
      property,
    };
  }

  /** The logical id; where stacks share it, the stack's name comes before it. */
  private madeUpName({ logicalId, type, template }: Resource): string {
    return this.sharedIds().has(`${type} ${logicalId}`) ? `${stackNameOf(template)}-${logicalId}` : logicalId;
  }

  private sharedIds(): ReadonlySet<string> {
    if (this.shared === undefined) {
      const seen = new Set<string>();
      const ids = this.around.resources.everything().map(({ type, logicalId }) => `${type} ${logicalId}`);
      this.shared = new Set(ids.filter((id) => seen.size === seen.add(id).size));
    }
    return this.shared;
  }

  /** The commonest form of an ARN. */
  private genericArn(resource: Resource): string {
    const { partition, region, accountId } = this.around.surroundings(resource);
    const service = resource.type.split('::')[1]?.toLowerCase() ?? 'service';
    return `arn:${partition}:${service}:${region}:${accountId}:${this.madeUpName(resource)}`;
  }
}
