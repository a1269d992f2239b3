/** A fenced code block. */
export const block = (language: string, ...lines: string[]): string[] => [`\`\`\`${language}`, ...lines, '```'];

/** Lines for one language or tool, below its name. */
export const under = (language: string, lines: string[]): string[] => [`**${language}**`, '', ...lines, ''];
