import { asObject, asText, isObject, type JsonObject, member } from '@apigwv2-integrations/core/engine';
import { defined, type WrittenResource } from './expansion';

/** The bucket in the place of the one into which a deployment uploads local code. */
export const LOCAL_BUCKET = 'not-uploaded';

/**
 * The code of a function or a layer, as CloudFormation has it: in S3, or a folder beside the template, which is then named in
 * the metadata as an asset of the CDK.
 */
export function localCode(
  written: unknown,
  property: 'Code' | 'Content',
  { body }: WrittenResource,
  isBuilt: boolean,
): { readonly value: JsonObject; readonly metadata?: JsonObject } {
  const uri = asText(written) ?? '';
  const [, bucket, key, version] = /^s3:\/\/([^/]+)\/([^?]+)(?:\?versionId=(.*))?$/.exec(uri) ?? [];
  if (bucket !== undefined) {
    return { value: defined({ S3Bucket: bucket, S3Key: key, S3ObjectVersion: version }) };
  }
  if (isObject(written) || uri === '') {
    const { Bucket, Key, Version } = asObject(written);
    return { value: defined({ S3Bucket: Bucket ?? LOCAL_BUCKET, S3Key: Key ?? written, S3ObjectVersion: Version }) };
  }
  const buildMethod = asText(member(body, 'Metadata', 'BuildMethod'));
  return {
    value: { S3Bucket: LOCAL_BUCKET, S3Key: uri },
    metadata: {
      'aws:asset:path': uri,
      'aws:asset:property': property,
      // Only what a build writes can be loaded.
      ...(buildMethod === undefined || isBuilt ? {} : { [UNBUILT]: buildMethod }),
    },
  };
}

/** Metadata of a function whose code needs a build that has not been run: the build method, such as `esbuild`. */
export const UNBUILT = 'apigwv2-local:build-method';
