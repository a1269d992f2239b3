import type { IListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** The load balancer of a listener, or nothing if the listener is imported: it then knows its ARN alone. */
export function loadBalancerOf<T>(listener: IListener & { readonly loadBalancer?: T }): T | undefined {
  return listener.loadBalancer;
}
