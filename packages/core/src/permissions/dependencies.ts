import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ConstructTreeIndex } from '../synth/construct-tree-index';

/** Who depends on whom in an app, as far as it is declared; what refers to what is no concern of this. */
export class Dependencies {
  private readonly parties = new Set<IConstruct>();
  private readonly byTarget = new Map<IConstruct, Set<IConstruct>>();
  private isRead = false;

  /** Looks at the whole app, once, and not before it is asked. */
  public constructor(private readonly survey: ConstructTreeIndex) {}

  /** Whether something depends on this very construct, or it on something. */
  public involve(construct: IConstruct): boolean {
    this.read();
    return this.parties.has(construct);
  }

  /** What depends on this construct with all that is in it. */
  public on(construct: IConstruct): Iterable<IConstruct> {
    this.read();
    return this.byTarget.get(construct) ?? [];
  }

  private read(): void {
    if (this.isRead) {
      return;
    }
    this.isRead = true;
    const { constructs } = this.survey;
    for (const source of constructs) {
      for (const target of source.node.dependencies) {
        this.note(source, target);
        const sources = this.byTarget.get(target) ?? new Set();
        this.byTarget.set(target, sources.add(source));
      }
      if (CfnResource.isCfnResource(source)) {
        for (const target of source.obtainDependencies()) {
          this.note(source, target);
        }
      }
    }
  }

  private note(source: IConstruct, target: IConstruct): void {
    this.parties.add(source).add(target);
  }
}
