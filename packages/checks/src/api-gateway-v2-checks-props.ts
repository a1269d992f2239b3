import type { IConstruct } from 'constructs';

/** How the checks weigh what they find, and where they look for acknowledgements. */
export interface ApiGatewayV2ChecksProps {
  /**
   * Whether a warning fails the synthesis like an error.
   *
   * What is acknowledged never does.
   *
   * @default false
   */
  readonly warningsAsErrors?: boolean;

  /**
   * The app, or anything in it.
   *
   * Newer versions of aws-cdk-lib hand the app to plugins themselves. Older ones, such as 2.252, do not: there
   * it is needed for acknowledgements and lowered errors to count, and for the checks not to repeat what a
   * construct of this family told.
   *
   * @default - the app that aws-cdk-lib hands over, if it does
   */
  readonly app?: IConstruct;
}
