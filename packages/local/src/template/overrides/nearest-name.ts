import { suggest } from '@apigwv2-integrations/core/engine';

/** The candidate that a name most likely means: one that is written nearly so, else one that holds it, as ids of the CDK hold the construct's. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  const near = suggest(name, candidates);
  if (near !== undefined || lower === '') {
    return near;
  }
  return (
    candidates.find((candidate) => candidate.toLowerCase().endsWith(`/${lower}`)) ??
    candidates.find((candidate) => candidate.toLowerCase().startsWith(lower))
  );
}
