// Package shop has the stack of ../shop.ts in Go.
package shop

import (
	"github.com/apigwv2-integrations/apigwv2-integrations-go/core"
	"github.com/apigwv2-integrations/apigwv2-integrations-go/lambda"
	"github.com/apigwv2-integrations/apigwv2-integrations-go/loadbalancer"
	"github.com/apigwv2-integrations/apigwv2-integrations-go/url"
	"github.com/apigwv2-integrations/apigwv2-integrations-go/websocket"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// Build adds an API of books and a chat to the stack.
func Build(stack awscdk.Stack) {
	handler := awslambda.NewFunction(stack, jsii.String("Handler"), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_NODEJS_22_X(),
		Handler: jsii.String("index.handler"),
		Code:    awslambda.Code_FromInline(jsii.String("exports.handler = async () => ({ statusCode: 200 });")),
	})
	balancer := awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("Balancer"),
		&awselasticloadbalancingv2.ApplicationLoadBalancerProps{
			Vpc: awsec2.NewVpc(stack, jsii.String("Vpc"), nil),
		})
	listener := balancer.AddListener(jsii.String("Listener"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
		Port:          jsii.Number(80),
		Open:          jsii.Bool(false),
		DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(200), nil),
	})

	api := awsapigatewayv2.NewHttpApi(stack, jsii.String("Api"), nil)
	api.AddRoutes(&awsapigatewayv2.AddRoutesOptions{
		Path:    jsii.String("/books"),
		Methods: &[]awsapigatewayv2.HttpMethod{awsapigatewayv2.HttpMethod_GET, awsapigatewayv2.HttpMethod_POST},
		Integration: lambda.NewHttpLambdaIntegration(jsii.String("Books"), handler, &lambda.HttpLambdaIntegrationProps{
			Timeout: awscdk.Duration_Seconds(jsii.Number(30)),
		}),
	})
	api.AddRoutes(&awsapigatewayv2.AddRoutesOptions{
		Path: jsii.String("/docs/{proxy+}"),
		Integration: url.NewHttpUrlIntegration(jsii.String("Docs"), jsii.String("https://docs.example.com/{proxy}"),
			&url.HttpUrlIntegrationProps{
				ParameterMapping: core.NewParameterMapping().
					AppendHeader(jsii.String("x-request"), core.MappingValue_Context(core.ContextVariable_REQUEST_ID())).
					OverwritePath(core.MappingValue_Join("/v2", core.MappingValue_RequestPath())).
					RemoveHeader(jsii.String("cookie")),
				ResponseParameterMapping: core.NewResponseParameterMapping().
					OverwriteStatusCode(jsii.Number(404), jsii.String("403")),
			}),
	})
	api.AddRoutes(&awsapigatewayv2.AddRoutesOptions{
		Path: jsii.String("/orders"),
		Integration: loadbalancer.NewHttpAlbIntegration(jsii.String("Orders"), listener, &loadbalancer.HttpAlbIntegrationProps{
			AllowFromLink: jsii.Bool(true),
			StripStage:    jsii.Bool(true),
			HostHeader:    jsii.String("orders.internal.example"),
		}),
	})

	chat := awsapigatewayv2.NewWebSocketApi(stack, jsii.String("Chat"), nil)
	chat.AddRoute(jsii.String("send"), &awsapigatewayv2.WebSocketRouteOptions{
		Integration:    websocket.NewWebSocketLambdaIntegration(jsii.String("Send"), handler, nil),
		ReturnResponse: jsii.Bool(true),
	})
}
