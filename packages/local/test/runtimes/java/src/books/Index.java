package books;

import com.amazonaws.services.lambda.runtime.Context;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same actions as in handlers/index.js, in Java. */
public class Index {
  private static final Gson GSON =
      new GsonBuilder().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).serializeNulls().create();
  private static int calls = 0;

  public Object handler(Map<String, Object> event, Context context) throws Exception {
    calls++;
    switch ((String) event.get("do")) {
      case "return":
        return event.get("value");
      case "context":
        return contextOf(context);
      case "environment":
        return environment();
      case "traceId":
        return System.getProperty("com.amazonaws.xray.traceHeader");
      case "count":
        return Map.of("calls", calls, "pid", ProcessHandle.current().pid());
      case "print":
        System.out.print(event.get("text"));
        System.out.flush();
        return "printed";
      case "fail":
        throw new IllegalArgumentException((String) event.get("message"));
      case "exit":
        System.exit(number(event, "code"));
        return null;
      case "kill":
        run("kill", "-9", String.valueOf(ProcessHandle.current().pid()));
        Thread.sleep(60_000);
        return null;
      case "sleep":
        Thread.sleep(number(event, "millis"));
        return null;
      case "loop":
        while (true) {
          calls = calls + 0;
        }
      case "flood":
        while (true) {
          System.out.println("x".repeat(100));
        }
      case "floodWithoutLines":
        while (true) {
          System.out.print("x".repeat(1000));
        }
      case "allocate":
        List<byte[]> all = new ArrayList<>();
        while (true) {
          byte[] bytes = new byte[1_000_000];
          java.util.Arrays.fill(bytes, (byte) 1);
          all.add(bytes);
        }
      case "large":
        return "x".repeat(number(event, "bytes"));
      case "children":
        run("sleep", "61");
        run("setsid", "sleep", "62");
        Thread.sleep(300);
        Runtime.getRuntime().halt(number(event, "code"));
        return null;
      default:
        return null;
    }
  }

  /** Events of API Gateway: the query string says what to answer, by default with the event. */
  public Object api(Map<String, Object> event) {
    Object query = event.get("queryStringParameters");
    Object answer = query instanceof Map<?, ?> ? ((Map<?, ?>) query).get("answer") : null;
    return answer == null ? Map.of("statusCode", 200, "body", GSON.toJson(event)) : GSON.fromJson((String) answer, Object.class);
  }

  private static Map<String, Object> contextOf(Context context) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("name", context.getFunctionName());
    about.put("version", context.getFunctionVersion());
    about.put("arn", context.getInvokedFunctionArn());
    about.put("memory", context.getMemoryLimitInMB());
    about.put("requestId", context.getAwsRequestId());
    about.put("logGroup", context.getLogGroupName());
    about.put("logStream", context.getLogStreamName());
    about.put("remaining", context.getRemainingTimeInMillis());
    return about;
  }

  private static Map<String, Object> environment() {
    String home = System.getProperty("user.home");
    return Map.of(
        "variables", System.getenv(),
        "cwd", System.getProperty("user.dir"),
        "home", home,
        "temp", System.getProperty("java.io.tmpdir"),
        "homeFiles", new File(home).list());
  }

  private static int number(Map<String, Object> event, String name) {
    return ((Number) event.get(name)).intValue();
  }

  private static void run(String... command) throws IOException {
    new ProcessBuilder(command).start();
  }
}
