import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Batch } from './batch';
import type { OutputLevel } from './function-output';
import type { Ledger } from './ledger';
import { WORKER_START, type WorkerMessage, type WorkerStart } from './messages';
import type { ResultSlots } from './result-slots';
import { workerFile } from './worker-file';

/** What a thread is started with. */
export interface ThreadPlan {
  readonly start: Omit<WorkerStart, 'kind' | 'port' | 'memory'>;
  /** All of its environment variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What is heard of a thread. */
export interface ThreadListener {
  message(message: WorkerMessage): void;
  /** There may be something to see in the ledger. */
  look(): void;
  wrote(level: OutputLevel, text: string): void;
  exited(reason: string): void;
}

const MESSAGES_A_TURN = 1000;
const YOUNG_SHARE = 1 / 8;
const LEAST_YOUNG_MEGABYTES = 16;

/** A thread that holds a function's code, and the processes that its handler starts. */
export class WorkerThread {
  private readonly port: MessagePort;
  private readonly worker: Worker;
  private readonly children = new Set<number>();
  private reason?: string;

  public constructor(
    plan: ThreadPlan,
    private readonly ledger: Ledger,
    results: ResultSlots,
    private readonly listener: ThreadListener,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.worker = startWorker(plan, { ...plan.start, kind: WORKER_START, port: port2, memory: [ledger.memory, results.memory] }, listener);
    port1.on('message', (message: WorkerMessage) => this.receive(message));
    // The host's ticker holds the process while there is something to wait for.
    port1.unref();
    this.worker.unref();
    this.worker.on('error', (error) => {
      this.reason ??= reasonOf(error, plan.start.facts.memoryMegabytes);
    });
    this.worker.once('exit', (code) => this.exited(code));
  }

  public send(batch: Batch): void {
    this.port.postMessage(batch);
  }

  /** Takes in messages that have arrived already. */
  public drain(most = Number.POSITIVE_INFINITY): void {
    let count = 0;
    for (
      let next = receiveMessageOnPort(this.port);
      next !== undefined;
      next = count < most ? receiveMessageOnPort(this.port) : undefined
    ) {
      count++;
      this.take(next.message);
    }
    this.ledger.took(count);
  }

  public async terminate(): Promise<void> {
    this.killChildren();
    await this.worker.terminate();
  }

  /** One event, then whatever else is there: an event for each message costs more than the message. */
  private receive(message: WorkerMessage): void {
    this.take(message);
    this.ledger.took(1);
    this.drain(MESSAGES_A_TURN);
    this.listener.look();
  }

  private take(message: WorkerMessage): void {
    switch (message[0]) {
      case 'look':
        break;
      case 'child':
        this.children.add(message[1]);
        break;
      case 'child-gone':
        this.children.delete(message[1]);
        break;
      case 'fatal':
        this.reason = message[1];
        break;
      default:
        this.listener.message(message);
    }
  }

  private exited(code: number): void {
    this.drain();
    this.tellRest('stdout');
    this.tellRest('stderr');
    this.port.close();
    this.killChildren();
    this.listener.exited(this.reason ?? `its environment ended itself with exit code ${code}`);
  }

  /** What was written before the worker took over its streams. To listen to them would hold the process. */
  private tellRest(stream: 'stdout' | 'stderr'): void {
    const rest = String(this.worker[stream].read() ?? '').trimEnd();
    if (rest !== '') {
      this.listener.wrote(stream, rest);
    }
  }

  private killChildren(): void {
    for (const pid of this.children) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It was faster.
      }
    }
    this.children.clear();
  }
}

function startWorker({ variables, start }: ThreadPlan, workerData: WorkerStart, listener: ThreadListener): Worker {
  const { memoryMegabytes } = start.facts;
  const options = {
    workerData,
    transferList: [workerData.port],
    // Else it would run the hooks of whatever runs the host: loaders, inspectors, test runners.
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: {
      maxOldGenerationSizeMb: memoryMegabytes,
      maxYoungGenerationSizeMb: Math.max(LEAST_YOUNG_MEGABYTES, memoryMegabytes * YOUNG_SHARE),
    },
  };
  try {
    return new Worker(workerFile(), { ...options, env: variables });
  } catch (error) {
    const { NODE_OPTIONS, ...others } = variables;
    if (NODE_OPTIONS === undefined) {
      throw error;
    }
    listener.wrote('WARN', `NODE_OPTIONS is left out, because a thread cannot take ${NODE_OPTIONS}`);
    return new Worker(workerFile(), { ...options, env: others });
  }
}

function reasonOf(error: Error & { readonly code?: string }, memoryMegabytes: number): string {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `it ran out of its ${memoryMegabytes} MB of memory`
    : `${error.name}: ${error.message}`;
}
