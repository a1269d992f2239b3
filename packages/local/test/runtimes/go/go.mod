module apigwv2-integrations.example/runtimes

go 1.21

require github.com/aws/aws-lambda-go v1.47.0
