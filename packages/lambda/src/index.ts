import type { Foo } from '@apigwv2-integrations/core';
/** x */
export class Bar { public constructor(public readonly foo: Foo) {} }
