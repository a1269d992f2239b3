import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { type CloudMapOptions, Cluster, ContainerImage, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';

/** The port on which every container of the shop listens. */
export const PORT = 8080;

/** The containers of the shop, in private subnets. No rule allows traffic to them yet. */
export class Services extends Construct {
  private readonly cluster: Cluster;

  public constructor(scope: Construct, id: string, vpc: IVpc) {
    super(scope, id);
    this.cluster = new Cluster(this, 'Cluster', { vpc });
  }

  /** An ECS service that runs one kind of container. */
  public add(id: string, cloudMapOptions?: CloudMapOptions): FargateService {
    const taskDefinition = new FargateTaskDefinition(this, `${id}Task`);
    taskDefinition.addContainer('Container', {
      image: ContainerImage.fromRegistry(`public.ecr.aws/example/${id.toLowerCase()}:1`),
      portMappings: [{ containerPort: PORT }],
    });
    return new FargateService(this, id, { cluster: this.cluster, taskDefinition, minHealthyPercent: 50, cloudMapOptions });
  }
}
