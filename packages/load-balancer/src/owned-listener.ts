import type { IListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** The load balancer of a listener, or undefined for an imported listener, which knows only its ARN. */
export function loadBalancerOf<T>(listener: IListener & { readonly loadBalancer?: T }): T | undefined {
  return listener.loadBalancer;
}
