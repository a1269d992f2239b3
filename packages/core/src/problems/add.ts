/** Adds problems to others. Nearly always there are none, which takes no time so. */
export function add<Problem>(problems: Problem[], more: readonly Problem[]): void {
  if (more.length > 0) {
    problems.push(...more);
  }
}
