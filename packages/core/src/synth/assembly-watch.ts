import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { PermissionPlan } from '../permissions/permission-plan';
import { beforeSynth } from './before-synth';
import { ConstructTreeIndex } from './construct-tree';
import { QuotaWatch } from './quota-watch';

const watches = new WeakMap<IConstruct, AssemblyWatch>();

/** What is decided, or told, only once an app or a stage of it is complete. */
export class AssemblyWatch {
  /** That of the app or stage which a construct is in. */
  public static of(scope: IConstruct): AssemblyWatch {
    const root = Stage.of(scope) ?? scope.node.root;
    const known = watches.get(root);
    if (known !== undefined) {
      return known;
    }
    const watch = new AssemblyWatch();
    watches.set(root, watch);
    beforeSynth(root, () => watch.finalize(root));
    return watch;
  }

  public readonly permissions = new PermissionPlan();
  public readonly quotas = new QuotaWatch();

  private constructor() {}

  private finalize(root: IConstruct): void {
    const survey = new ConstructTreeIndex(root);
    this.permissions.finalize(survey);
    this.quotas.finalize(survey);
  }
}
