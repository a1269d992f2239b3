// The same actions as in handlers/index.js, in Go.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type request struct {
	Do      string          `json:"do"`
	Value   json.RawMessage `json:"value"`
	Message string          `json:"message"`
	Text    string          `json:"text"`
	Code    int             `json:"code"`
	Millis  int             `json:"millis"`
	Bytes   int             `json:"bytes"`
}

var calls = 0

func handler(ctx context.Context, event request) (any, error) {
	calls++
	switch event.Do {
	case "return":
		if len(event.Value) == 0 {
			return nil, nil
		}
		return event.Value, nil
	case "context":
		return contextOf(ctx), nil
	case "environment":
		return environment()
	case "traceId":
		if id := os.Getenv("_X_AMZN_TRACE_ID"); id != "" {
			return id, nil
		}
		return nil, nil
	case "count":
		return map[string]int{"calls": calls, "pid": os.Getpid()}, nil
	case "print":
		fmt.Print(event.Text)
		return "printed", nil
	case "fail":
		return nil, errors.New(event.Message)
	case "panic":
		panic(event.Message)
	case "exit":
		os.Exit(event.Code)
	case "kill":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		time.Sleep(time.Minute)
	case "sleep":
		time.Sleep(time.Duration(event.Millis) * time.Millisecond)
	case "loop":
		for {
		}
	case "flood":
		for {
			fmt.Println(strings.Repeat("x", 100))
		}
	case "floodWithoutLines":
		for {
			fmt.Print(strings.Repeat("x", 1000))
		}
	case "allocate":
		var all [][]byte
		for {
			all = append(all, bytes.Repeat([]byte{1}, 1_000_000))
		}
	case "large":
		return strings.Repeat("x", event.Bytes), nil
	case "children":
		exec.Command("sleep", "61").Start()
		detached := exec.Command("sleep", "62")
		detached.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		detached.Start()
		time.Sleep(300 * time.Millisecond)
		os.Exit(event.Code)
	}
	return nil, nil
}

func contextOf(ctx context.Context) map[string]any {
	about, _ := lambdacontext.FromContext(ctx)
	deadline, _ := ctx.Deadline()
	return map[string]any{
		"name":      lambdacontext.FunctionName,
		"version":   lambdacontext.FunctionVersion,
		"arn":       about.InvokedFunctionArn,
		"memory":    lambdacontext.MemoryLimitInMB,
		"requestId": about.AwsRequestID,
		"logGroup":  lambdacontext.LogGroupName,
		"logStream": lambdacontext.LogStreamName,
		"remaining": time.Until(deadline).Milliseconds(),
	}
}

func environment() (any, error) {
	variables := map[string]string{}
	for _, each := range os.Environ() {
		name, value, _ := strings.Cut(each, "=")
		variables[name] = value
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(home)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	cwd, err := os.Getwd()
	return map[string]any{"variables": variables, "cwd": cwd, "home": home, "temp": os.TempDir(), "homeFiles": names}, err
}

// Events of API Gateway: the query string says what to answer, by default with the event.
func api(event json.RawMessage) (any, error) {
	var query struct {
		Parameters map[string]string `json:"queryStringParameters"`
	}
	if err := json.Unmarshal(event, &query); err != nil {
		return nil, err
	}
	if answer := query.Parameters["answer"]; answer != "" {
		return json.RawMessage(answer), nil
	}
	return map[string]any{"statusCode": 200, "body": string(event)}, nil
}

func main() {
	if os.Getenv("_HANDLER") == "api" {
		lambda.Start(api)
	} else {
		lambda.Start(handler)
	}
}
