import io.github.apigwv2integrations.core.ContextVariable;
import io.github.apigwv2integrations.core.MappingValue;
import io.github.apigwv2integrations.core.ParameterMapping;
import io.github.apigwv2integrations.core.ResponseParameterMapping;
import io.github.apigwv2integrations.lambda.HttpLambdaIntegration;
import io.github.apigwv2integrations.loadbalancer.HttpAlbIntegration;
import io.github.apigwv2integrations.url.HttpUrlIntegration;
import io.github.apigwv2integrations.websocket.WebSocketLambdaIntegration;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.WebSocketApi;
import software.amazon.awscdk.services.apigatewayv2.WebSocketRouteOptions;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerAction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;

/** The stack of ../shop.ts in Java. */
public final class Shop {
    private Shop() {
    }

    public static void build(final Stack stack) {
        Function handler = Function.Builder.create(stack, "Handler")
            .runtime(Runtime.NODEJS_22_X)
            .handler("index.handler")
            .code(Code.fromInline("exports.handler = async () => ({ statusCode: 200 });"))
            .build();
        ApplicationListener listener = ApplicationLoadBalancer.Builder.create(stack, "Balancer")
            .vpc(Vpc.Builder.create(stack, "Vpc").build())
            .build()
            .addListener("Listener", BaseApplicationListenerProps.builder()
                .port(80)
                .open(false)
                .defaultAction(ListenerAction.fixedResponse(200))
                .build());

        HttpApi api = new HttpApi(stack, "Api");
        api.addRoutes(AddRoutesOptions.builder()
            .path("/books")
            .methods(List.of(HttpMethod.GET, HttpMethod.POST))
            .integration(HttpLambdaIntegration.Builder.create("Books", handler)
                .timeout(Duration.seconds(30))
                .build())
            .build());
        api.addRoutes(AddRoutesOptions.builder()
            .path("/docs/{proxy+}")
            .integration(HttpUrlIntegration.Builder.create("Docs", "https://docs.example.com/{proxy}")
                .parameterMapping(new ParameterMapping()
                    .appendHeader("x-request", MappingValue.context(ContextVariable.REQUEST_ID))
                    .overwritePath(MappingValue.join("/v2", MappingValue.requestPath()))
                    .removeHeader("cookie"))
                .responseParameterMapping(new ResponseParameterMapping().overwriteStatusCode(404, "403"))
                .build())
            .build());
        api.addRoutes(AddRoutesOptions.builder()
            .path("/orders")
            .integration(HttpAlbIntegration.Builder.create("Orders", listener)
                .allowFromLink(true)
                .stripStage(true)
                .hostHeader("orders.internal.example")
                .build())
            .build());

        WebSocketApi chat = new WebSocketApi(stack, "Chat");
        chat.addRoute("send", WebSocketRouteOptions.builder()
            .integration(new WebSocketLambdaIntegration("Send", handler))
            .returnResponse(true)
            .build());
    }
}
