// The same actions as in index.py, in Node.js.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');

let calls = 0;
const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

const actions = {
  return: (event) => event.value,
  context: (_, context) => ({
    name: context.functionName,
    version: context.functionVersion,
    arn: context.invokedFunctionArn,
    memory: Number(context.memoryLimitInMB),
    requestId: context.awsRequestId,
    logGroup: context.logGroupName,
    logStream: context.logStreamName,
    remaining: context.getRemainingTimeInMillis(),
  }),
  environment: () => ({ variables: process.env, cwd: process.cwd(), home: os.homedir(), temp: os.tmpdir(), homeFiles: fs.readdirSync(os.homedir()) }),
  traceId: () => process.env._X_AMZN_TRACE_ID ?? null,
  count: () => ({ calls, pid: process.pid }),
  print: (event) => {
    process.stdout.write(event.text);
    return 'printed';
  },
  fail: (event) => {
    throw new TypeError(event.message);
  },
  exit: (event) => process.exit(event.code),
  kill: async () => {
    process.kill(process.pid, 'SIGKILL');
    await sleep(60_000);
  },
  sleep: (event) => sleep(event.millis),
  loop: () => {
    for (;;);
  },
  flood: () => {
    for (;;) {
      console.log('x'.repeat(100));
    }
  },
  floodWithoutLines: () => {
    for (;;) {
      process.stdout.write('x'.repeat(1000));
    }
  },
  allocate: () => {
    const all = [];
    for (;;) {
      all.push(Buffer.alloc(1e6, 1));
    }
  },
  large: (event) => 'x'.repeat(event.bytes),
  children: async (event) => {
    spawn('sleep', ['61']);
    spawn('sleep', ['62'], { detached: true, stdio: 'ignore' }).unref();
    await sleep(300);
    process.exit(event.code);
  },
  closePipe: async (event) => {
    fs.closeSync(event.descriptor);
    await sleep(60_000);
  },
  writePipe: async (event) => {
    fs.writeSync(4, event.text);
    await sleep(60_000);
  },
};

exports.handler = async (event, context) => {
  calls++;
  return actions[event.do](event, context);
};

// Events of API Gateway: the query string says what to answer, by default with the event.
exports.api = async (event) => JSON.parse(event.queryStringParameters?.answer ?? JSON.stringify({ statusCode: 200, body: JSON.stringify(event) }));
