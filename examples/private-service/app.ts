import { HttpAlbIntegration } from '@apigwv2-integrations/load-balancer';
import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';

/** An HTTP API for containers that only its VPC link can reach. */
export class BooksStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // The containers, in private subnets.
    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const taskDefinition = new FargateTaskDefinition(this, 'Task');
    taskDefinition.addContainer('Container', {
      image: ContainerImage.fromRegistry('public.ecr.aws/example/books:1'),
      portMappings: [{ containerPort: 8080 }],
    });
    const fleet = new FargateService(this, 'Fleet', {
      cluster: new Cluster(this, 'Cluster', { vpc }),
      taskDefinition,
      minHealthyPercent: 50,
      circuitBreaker: { rollback: true },
    });

    // An internal load balancer that allows no traffic, and calls only healthy containers.
    const loadBalancer = new ApplicationLoadBalancer(this, 'Balancer', { vpc });
    const listener = loadBalancer.addListener('Listener', { port: 80, open: false });
    listener.addTargets('Targets', {
      port: 8080,
      targets: [fleet],
      healthCheck: { path: '/health', interval: Duration.seconds(10) },
    });

    // The route to it: the VPC link, and the rule that allows the traffic of the link.
    const books = new HttpAlbIntegration('BooksIntegration', listener, {
      allowFromLink: true,
      stripStage: true,
      hostHeader: 'books.internal.example',
    });
    const api = new HttpApi(this, 'BooksApi', { createDefaultStage: false });
    api.addStage('Live', { stageName: 'live', autoDeploy: true });
    api.addRoutes({ path: '/books', methods: [HttpMethod.GET, HttpMethod.POST], integration: books });
    api.addRoutes({ path: '/books/{id}', methods: [HttpMethod.GET], integration: books });
  }
}

const app = new App();
new BooksStack(app, 'Books');
