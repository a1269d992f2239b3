import { join } from 'node:path';
import { MappingValue, ParameterMapping } from '@apigwv2-integrations/core';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export interface BooksStackProps extends StackProps {
  /** Whether the function is written in Python. @default false: in JavaScript */
  readonly python?: boolean;
}

/** The API of a small shop: books from a function, and documentation from a website. */
export class BooksStack extends Stack {
  public constructor(scope: Construct, id: string, props?: BooksStackProps) {
    super(scope, id, props);

    const handler = new LambdaFunction(this, 'BooksHandler', {
      runtime: props?.python ? Runtime.PYTHON_3_13 : Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, props?.python ? 'python-handler' : 'handler')),
    });
    const books = new HttpLambdaIntegration('BooksIntegration', handler, {
      description: 'Lists, shows and creates books',
      timeout: Duration.seconds(10),
    });
    const docs = new HttpUrlIntegration('DocsIntegration', 'https://docs.example.com/{proxy}', {
      description: 'The documentation',
      parameterMapping: new ParameterMapping().appendHeader('header2', MappingValue.requestHeader('header1')).removeHeader('header1'),
    });

    const api = new HttpApi(this, 'BooksApi', {
      corsPreflight: {
        allowOrigins: ['https://shop.example.com'],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
        allowHeaders: ['content-type'],
        maxAge: Duration.hours(1),
      },
    });
    api.addRoutes({ path: '/books', methods: [HttpMethod.GET, HttpMethod.POST], integration: books });
    api.addRoutes({ path: '/books/{id}', methods: [HttpMethod.GET], integration: books });
    api.addRoutes({ path: '/docs/{proxy+}', methods: [HttpMethod.ANY], integration: docs });

    new CfnOutput(this, 'Url', { value: api.apiEndpoint });
  }
}
