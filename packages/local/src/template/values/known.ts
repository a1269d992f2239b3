import type { Template } from '../../assembly/template';
import type { ResolvedValue } from './segment';

/** What is known before the deployment although the assembly leaves it open, because somebody has decided on it. */
export interface Known {
  /** Of a parameter or a pseudo parameter such as `AWS::Region`. */
  value(name: string, template: Template): ResolvedValue | undefined;
  /** Whether a condition of the template holds. */
  condition(name: string, template: Template): boolean | undefined;
}
