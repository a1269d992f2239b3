import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HttpRouteIntegration, WebSocketRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { OptionProofs } from './options/proof';
import { REPOSITORY } from './repository';
import type { IntegrationVariant, WebSocketVariant } from './variant';

export { REPOSITORY };

/** All construct packages of the repository, found by their manifests. */
export const constructPackages: string[] = readdirSync(join(REPOSITORY, 'packages')).filter((name) => {
  const manifest = join(REPOSITORY, 'packages', name, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).jsii !== undefined;
});

/** The concrete integration classes that the packages export, by class name. */
export async function integrationClasses(): Promise<Record<string, { readonly package: string }>> {
  const found: Record<string, { package: string }> = {};
  for (const name of constructPackages) {
    const exported = await load(`packages/${name}/src/index.ts`);
    for (const [className, value] of Object.entries(exported)) {
      const isIntegration =
        typeof value === 'function' &&
        (value.prototype instanceof HttpRouteIntegration || value.prototype instanceof WebSocketRouteIntegration) &&
        !className.endsWith('Base');
      if (isIntegration) {
        found[className] = { package: name };
      }
    }
  }
  return found;
}

/** The exports of all packages in one object, as the CDK's module has its own. */
export async function familyExports(): Promise<Record<string, unknown>> {
  const modules = await Promise.all(constructPackages.map((name) => load(`packages/${name}/src/index.ts`)));
  return Object.assign({}, ...modules);
}

/** The variants of all integration classes, from `test/variants.ts` of each package. */
export async function variants(): Promise<(IntegrationVariant | WebSocketVariant)[]> {
  return (await variantModules()).flatMap((exported) => exported.variants as (IntegrationVariant | WebSocketVariant)[]);
}

/** The proofs that the packages' own options reach the template, from `proofs` beside `variants`. */
export async function optionProofs(): Promise<OptionProofs> {
  return Object.assign({}, ...(await variantModules()).map(({ proofs }) => proofs));
}

/** The variants of the classes for HTTP APIs. */
export async function httpVariants(): Promise<IntegrationVariant[]> {
  return (await variants()).filter((variant) => variant.protocol !== 'WEBSOCKET');
}

/** The variants of the classes for WebSocket APIs. */
export async function webSocketVariants(): Promise<WebSocketVariant[]> {
  return (await variants()).filter((variant) => variant.protocol === 'WEBSOCKET');
}

function variantModules(): Promise<Record<string, unknown>[]> {
  const files = constructPackages.map((name) => `packages/${name}/test/variants.ts`).filter((file) => existsSync(join(REPOSITORY, file)));
  return Promise.all(files.map(load));
}

function load(file: string): Promise<Record<string, unknown>> {
  return import(/* @vite-ignore */ pathToFileURL(join(REPOSITORY, file)).href);
}
