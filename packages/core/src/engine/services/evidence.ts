/** How far a fact is to be trusted, from AWS's own documents down to what is only remembered. */
export type Evidence = 'documented' | 'reported' | 'derived' | 'unverified';
