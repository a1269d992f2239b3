import { AssemblyError, type AssemblyFiles, readAssembly } from '@apigwv2-integrations/core/assembly';
import { UserError } from './user-error';

/**
 * Reads a cloud assembly folder or a template file that a user names.
 *
 * @throws UserError if it cannot be read
 */
export function loadAssembly(source: string): AssemblyFiles {
  try {
    return readAssembly(source);
  } catch (error) {
    throw error instanceof AssemblyError ? new UserError(error.message) : error;
  }
}
