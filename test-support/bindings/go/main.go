// Writes the template of the stack into the file that the argument names; without one, it is a CDK app.
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
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Seed"), nil)
	shop.Build(stack)
	if len(os.Args) == 1 {
		app.Synth(nil)
		return
	}
	template, err := json.Marshal(assertions.Template_FromStack(stack, nil).ToJSON())
	if err != nil {
		panic(err)
	}
	if err := os.WriteFile(os.Args[1], template, 0o644); err != nil {
		panic(err)
	}
}
