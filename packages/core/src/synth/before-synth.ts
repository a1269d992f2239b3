import { Dependable, type IConstruct, type IDependable } from 'constructs';

/**
 * Has something done once the constructs of an app, or of a stage in it, are complete: when all Aspects have run,
 * and before the CDK looks for dependencies and references. It is done again if the app is synthesized again.
 *
 * A dependency on nothing does it. To resolve dependencies is the first that the CDK does after Aspects, and it
 * begins with the root: no other hook is called at that time for whatever order Aspects have.
 *
 * @param root the app or the stage
 */
export function beforeSynth(root: IConstruct, action: () => void): void {
  const dependable: IDependable = {};
  let running = false;
  Dependable.implement(dependable, {
    get dependencyRoots() {
      // An action that reads dependencies itself comes here again.
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
