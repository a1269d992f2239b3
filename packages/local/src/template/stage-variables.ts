const VARIABLE = /\$\{stageVariables\.([^${}]*)\}/g;

/** Whether a text contains a stage variable. */
export function namesStageVariable(text: string): boolean {
  return text.includes('${stageVariables.');
}

/** Replaces stage variables in a text; `missing` is the name of a variable that the stage does not have. */
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
