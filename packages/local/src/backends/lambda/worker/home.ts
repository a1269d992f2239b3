import type * as os from 'node:os';

/** The user as whom functions run in the service. */
const USER = 'sbx_user1051';

/** Makes the home folder the one that the environment names: the system's own answer would be the host's. */
export function moveHome(module: typeof os, variables: NodeJS.ProcessEnv): void {
  const home = () => variables.HOME ?? variables.USERPROFILE ?? '/';
  const userInfo = module.userInfo as (options?: unknown) => os.UserInfo<string>;
  Object.assign(module, {
    homedir: home,
    userInfo: (options?: unknown) => ({ ...userInfo(options), username: USER, homedir: home(), shell: null }),
  });
}
