import { type HttpApi, HttpMethod, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IVpc, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ListenerAction,
  NetworkListener,
  NetworkListenerAction,
  NetworkLoadBalancer,
  NetworkTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { OptionProofs } from 'test-support/options/proof';
import type { IntegrationVariant } from 'test-support/variant';
import { expect } from 'vitest';

/** Makes a construct of the given name, once a scope. */
function once<T extends Construct>(scope: Construct, id: string, make: () => T): T {
  return (scope.node.tryFindChild(id) as T | undefined) ?? make();
}

/** A VPC of three zones; imported, so that it costs no resources. */
export function vpcIn(scope: Construct, id = 'Vpc'): IVpc {
  return (
    (scope.node.tryFindChild(id) as IVpc | undefined) ??
    Vpc.fromVpcAttributes(scope, id, {
      vpcId: `vpc-${id.toLowerCase()}`,
      availabilityZones: ['a', 'b', 'c'],
      publicSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
      privateSubnetIds: ['subnet-4', 'subnet-5', 'subnet-6'],
    })
  );
}

/** An Application Load Balancer's listener on port 80. */
export function albListenerIn(scope: Construct, id = 'Alb', vpc = vpcIn(scope)): ApplicationListener {
  const loadBalancer = once(scope, id, () => new ApplicationLoadBalancer(scope, id, { vpc }));
  return once(
    loadBalancer,
    'Listener',
    () => new ApplicationListener(loadBalancer, 'Listener', { loadBalancer, port: 80, defaultAction: ListenerAction.fixedResponse(200) }),
  );
}

/** A Network Load Balancer's listener on port 80. */
export function nlbListenerIn(scope: Construct, id = 'Nlb', vpc = vpcIn(scope)): NetworkListener {
  const loadBalancer = once(scope, id, () => new NetworkLoadBalancer(scope, id, { vpc }));
  return once(loadBalancer, 'Listener', () => {
    const group = new NetworkTargetGroup(loadBalancer, 'Targets', { vpc, port: 80 });
    return new NetworkListener(loadBalancer, 'Listener', {
      loadBalancer,
      port: 80,
      defaultAction: NetworkListenerAction.forward([group]),
    });
  });
}

/** A link of the app's own. */
export function linkIn(scope: Construct, id = 'Link'): VpcLink {
  return once(scope, id, () => new VpcLink(scope, id, { vpc: vpcIn(scope) }));
}

/** The link that the API made itself. */
export const linkOf = (api: HttpApi): VpcLink => api.node.findChild('VpcLink-1') as VpcLink;

const options = {
  vpcLink: [true],
  method: Object.values(HttpMethod),
  secureServerName: ['internal.example'],
};

const listeners = { HttpAlbIntegration: albListenerIn, HttpNlbIntegration: nlbListenerIn };

export const variants: IntegrationVariant[] = Object.entries(listeners).map(([className, listenerIn]) => ({
  className,
  inCdk: true,
  create: (integrations, scope, id, { vpcLink, ...others } = {}) =>
    new integrations[className](id, listenerIn(scope), { ...others, vpcLink: vpcLink === true ? linkIn(scope) : vpcLink }),
  options,
}));

/** A rule for the link's own group, on the listener's port. */
const rule = {
  type: 'AWS::EC2::SecurityGroupIngress',
  properties: { FromPort: 80, SourceSecurityGroupId: { 'Fn::GetAtt': [expect.stringContaining('LinkSecurityGroup'), 'GroupId'] } },
};

export const proofs: OptionProofs = {
  HttpAlbIntegrationProps: { allowFromLink: { options: () => ({ allowFromLink: true }), ...rule } },
  HttpNlbIntegrationProps: {
    allowFromLink: {
      options: (stack) => {
        const loadBalancer = nlbListenerIn(stack).loadBalancer as NetworkLoadBalancer;
        loadBalancer.addSecurityGroup(new SecurityGroup(stack, 'Group', { vpc: vpcIn(stack) }));
        return { allowFromLink: true };
      },
      ...rule,
    },
  },
};
