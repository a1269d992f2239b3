/** A block of code. */
export const block = (language: string, ...lines: string[]): string[] => [`\`\`\`${language}`, ...lines, '```'];

/** What is for one language, under its name. */
export const under = (language: string, lines: string[]): string[] => [`**${language}**`, '', ...lines, ''];
