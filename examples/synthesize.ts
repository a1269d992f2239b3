import { devNull } from 'node:os';
import { relative } from 'node:path';
import { type Io, SynthesisError, synthesize } from '@apigwv2-integrations/local';

/** With credentials, `cdk synth` would ask AWS for the account, which no example needs. */
const WITHOUT_ACCOUNT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
};

/**
 * Runs `cdk synth` in the folder of an example, and prints its output only if it fails.
 *
 * @returns The cloud assembly, relative to the current folder; undefined if there is none.
 */
export async function synthesizeExample(directory: string, io: Io): Promise<string | undefined> {
  try {
    const { path } = await synthesize({ directory, print: () => undefined, env: WITHOUT_ACCOUNT, signal: io.stop });
    return relative(process.cwd(), path);
  } catch (error) {
    if (error instanceof SynthesisError) {
      io.stderr.write(`${error.output}${error.message}\n`);
    } else if (io.stop?.aborted !== true) {
      throw error;
    }
    return undefined;
  }
}
