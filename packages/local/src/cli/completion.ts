import { CONFIG_FLAG, type Command, type Flag } from './command';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** `apigwv2-local completion`: prints a script that completes commands and flags in a shell. */
export function completion(others: readonly Command[]): Command {
  const command: Command = {
    name: 'completion',
    summary: 'print a script that completes commands and flags in a shell',
    argument: { name: 'shell', description: 'bash, zsh or fish', choices: SHELLS },
    flags: [],
    examples: [
      ['completion bash >> ~/.bashrc', 'enable completion in every new bash'],
      ['completion fish > ~/.config/fish/completions/apigwv2-local.fish', 'enable completion in fish'],
    ],
    page: 'docs/local/README.md',
    run({ path: shell }, { stdout }) {
      const all = [...others, command];
      stdout.write(
        shell === 'fish'
          ? fishScript(all)
          : shell === 'zsh'
            ? `autoload -U +X bashcompinit && bashcompinit\n${bashScript(all)}`
            : bashScript(all),
      );
      return 0;
    },
  };
  return command;
}

function bashScript(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const words = [...flagsOf(command).map((flag) => `--${flag.name}`), '--help', ...(command.argument?.choices ?? [])];
    return `    ${command.name}) words="${words.join(' ')}" ;;`;
  });
  return `_apigwv2_local() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$cur"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  case "$cur" in
    -*) ;;
    *) COMPREPLY+=($(compgen -f -- "$cur")) ;;
  esac
}
complete -o filenames -F _apigwv2_local apigwv2-local
`;
}

function fishScript(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c apigwv2-local -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ...flagsOf(command).map(
      (flag) =>
        `complete -c apigwv2-local -n "__fish_seen_subcommand_from ${command.name}" -l ${flag.name}${flag.short === undefined ? '' : ` -s ${flag.short}`}${flag.value === undefined ? '' : ' -r'} -d ${quoted(flag.description)}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}

function flagsOf({ argument, flags }: Command): readonly Flag[] {
  return argument?.isApp === true ? [...flags, CONFIG_FLAG] : flags;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
