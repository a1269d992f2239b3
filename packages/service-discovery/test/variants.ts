import type { Stack } from 'aws-cdk-lib';
import { HttpMethod, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { Connections, type IVpc, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { DnsRecordType, PrivateDnsNamespace, Service } from 'aws-cdk-lib/aws-servicediscovery';
import type { Construct } from 'constructs';
import { arrives, type OptionProofs } from 'test-support/options/proof';
import type { IntegrationVariant } from 'test-support/variant';
import { expect } from 'vitest';

/** A VPC of three zones; imported, so that it costs no resources. */
export function vpcIn(scope: Construct, id = 'Vpc'): IVpc {
  return (
    (scope.node.tryFindChild(id) as IVpc | undefined) ??
    Vpc.fromVpcAttributes(scope, id, {
      vpcId: `vpc-${id.toLowerCase()}`,
      availabilityZones: ['a', 'b', 'c'],
      privateSubnetIds: ['subnet-4', 'subnet-5', 'subnet-6'],
    })
  );
}

/** A link of the app's own. */
export function linkIn(scope: Construct, id = 'Link'): VpcLink {
  return (scope.node.tryFindChild(id) as VpcLink | undefined) ?? new VpcLink(scope, id, { vpc: vpcIn(scope) });
}

/** A service of a private namespace, with SRV records. */
export function serviceIn(scope: Construct, id = 'Service'): Service {
  return (
    (scope.node.tryFindChild(id) as Service | undefined) ??
    new Service(scope, id, {
      namespace: new PrivateDnsNamespace(scope, `${id}Namespace`, { name: 'books.internal', vpc: vpcIn(scope) }),
      dnsRecordType: DnsRecordType.SRV,
    })
  );
}

export const variants: IntegrationVariant[] = [
  {
    className: 'HttpServiceDiscoveryIntegration',
    inCdk: true,
    create: (integrations, scope, id, options) =>
      new integrations.HttpServiceDiscoveryIntegration(id, serviceIn(scope), { vpcLink: linkIn(scope), ...options }),
    options: { method: Object.values(HttpMethod), secureServerName: ['internal.example'] },
  },
];

const containersIn = (stack: Stack) => new SecurityGroup(stack, 'Containers', { vpc: vpcIn(stack) });
const ruleFor = (port: number) => ({
  type: 'AWS::EC2::SecurityGroupIngress',
  properties: { FromPort: port, GroupId: { 'Fn::GetAtt': [expect.stringMatching(/^Containers/), 'GroupId'] } },
});

export const proofs: OptionProofs = {
  HttpServiceDiscoveryIntegrationProps: {
    ...arrives('instanceAttributes', { color: 'blue' }, { IntegrationUri: { 'Fn::Join': ['', [expect.anything(), '?color=blue']] } }),
    allowFromLinkTo: {
      options: (stack) => ({
        allowFromLinkTo: { connections: new Connections({ securityGroups: [containersIn(stack)], defaultPort: Port.tcp(81) }) },
      }),
      ...ruleFor(81),
    },
    allowFromLinkPort: {
      options: (stack) => ({
        allowFromLinkTo: { connections: new Connections({ securityGroups: [containersIn(stack)], defaultPort: Port.tcp(81) }) },
        allowFromLinkPort: Port.tcp(8080),
      }),
      ...ruleFor(8080),
    },
  },
};
