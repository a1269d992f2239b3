// Writes the template of the stack, which the runner compares with that of the TypeScript example.
package main

import (
	"encoding/json"
	"os"

	"bindings/shop"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Seed"), nil)
	shop.Build(stack)
	template, err := json.Marshal(assertions.Template_FromStack(stack, nil).ToJSON())
	if err != nil {
		panic(err)
	}
	if err := os.WriteFile(os.Args[1], template, 0o644); err != nil {
		panic(err)
	}
}
