const VARIABLE = /\$\{stageVariables\.([^}]*)\}/g;

/** Whether a text names a variable of its stage. */
export function namesStageVariable(text: string): boolean {
  return text.includes('${stageVariables.');
}

/** The text with the stage's variables; `missing` names one that the stage does not have. */
export function withStageVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
): { readonly text: string } | { readonly missing: string } {
  let missing: string | undefined;
  const filled = text.replace(VARIABLE, (_, name: string) => {
    if (!Object.hasOwn(variables, name)) {
      missing ??= name;
    }
    return variables[name] ?? '';
  });
  return missing === undefined ? { text: filled } : { missing };
}
