/** x */
export interface Foo { /** x */ readonly a?: string; }
