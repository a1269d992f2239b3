import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/** Writes the template of the stack into the file that the argument names; without one, it is a CDK app. */
public final class Main {
    private Main() {
    }

    public static void main(final String[] args) throws Exception {
        App app = new App();
        Stack stack = new Stack(app, "Seed");
        Shop.build(stack);
        if (args.length == 0) {
            app.synth();
            System.exit(0);
        }
        String template = new ObjectMapper().writeValueAsString(Template.fromStack(stack).toJSON());
        Files.writeString(Path.of(args[0]), template);
        System.exit(0);
    }
}
