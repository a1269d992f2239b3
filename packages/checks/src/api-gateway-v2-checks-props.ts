import type { IConstruct } from 'constructs';

/** Options of `ApiGatewayV2Checks`. */
export interface ApiGatewayV2ChecksProps {
  /**
   * Whether warnings make synthesis fail, as errors do.
   *
   * Acknowledged warnings never do.
   *
   * @default false
   */
  readonly warningsAsErrors?: boolean;

  /**
   * The app, or any construct in it.
   *
   * Newer versions of aws-cdk-lib pass the app to plugins. Older versions, such as 2.252, do not. With those, pass the
   * app, so that acknowledgements and lowered errors take effect, and so that the checks do not repeat problems that a
   * construct of these packages has already reported.
   *
   * @default - the app that aws-cdk-lib passes, if it does
   */
  readonly app?: IConstruct;
}
