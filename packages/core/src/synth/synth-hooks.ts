import { Stage } from 'aws-cdk-lib';
import { Dependable, type IConstruct, type IDependable } from 'constructs';
import { ConstructTreeIndex } from './construct-tree';

/** Work that needs the complete construct tree of an app or stage. */
export interface SynthHook {
  /** Called at synthesis, after all Aspects; called again if the app is synthesized again. */
  finalize(tree: ConstructTreeIndex): void;
}

/** Hooks that report deferred errors run first, and hooks that change the tree run before hooks that only check it. */
export enum SynthPhase {
  REPORT,
  CHANGE,
  CHECK,
}

/** A kind of hook, which has one instance for each app and stage. */
export class SynthHookType<Hook extends SynthHook> {
  private readonly hooks = new WeakMap<IConstruct, Hook>();

  public constructor(
    private readonly phase: SynthPhase,
    private readonly create: () => Hook,
  ) {}

  /** The hook of the app or stage that contains a construct. It is created and registered on first use. */
  public of(scope: IConstruct): Hook {
    const root = Stage.of(scope) ?? scope.node.root;
    const existing = this.hooks.get(root);
    if (existing !== undefined) {
      return existing;
    }
    const hook = this.create();
    this.hooks.set(root, hook);
    hooksOf(root)[this.phase].push(hook);
    return hook;
  }
}

type HooksByPhase = Readonly<Record<SynthPhase, SynthHook[]>>;

const registered = new WeakMap<IConstruct, HooksByPhase>();

function hooksOf(root: IConstruct): HooksByPhase {
  const existing = registered.get(root);
  if (existing !== undefined) {
    return existing;
  }
  const hooks: HooksByPhase = { [SynthPhase.REPORT]: [], [SynthPhase.CHANGE]: [], [SynthPhase.CHECK]: [] };
  registered.set(root, hooks);
  beforeSynth(root, () => {
    const tree = new ConstructTreeIndex(root);
    for (const hook of [...hooks[SynthPhase.REPORT], ...hooks[SynthPhase.CHANGE], ...hooks[SynthPhase.CHECK]]) {
      hook.finalize(tree);
    }
  });
  return hooks;
}

/**
 * Runs an action when the construct tree of an app or stage is complete: after all Aspects, and before the CDK resolves
 * dependencies and references.
 *
 * The action runs while the CDK reads the dependencies of the root. That is the first step after Aspects, and no other
 * hook runs at that time regardless of the priorities of Aspects.
 */
function beforeSynth(root: IConstruct, action: () => void): void {
  const dependable: IDependable = {};
  let running = false;
  Dependable.implement(dependable, {
    get dependencyRoots() {
      // The action may read dependencies, which calls this getter again.
      if (!running) {
        running = true;
        try {
          action();
        } finally {
          running = false;
        }
      }
      return [];
    },
  });
  root.node.addDependency(dependable);
}
