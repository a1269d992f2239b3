import type { Template } from '../../assembly/template';
import type { ResolvedValue } from './segment';

/** A value that another one is made of, resolved on the way. */
export type Resolve = (value: unknown, template?: Template) => ResolvedValue;
