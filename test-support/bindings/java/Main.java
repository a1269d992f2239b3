import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/** Writes the template of the stack, which the runner compares with that of the TypeScript example. */
public final class Main {
    private Main() {
    }

    public static void main(final String[] args) throws Exception {
        Stack stack = new Stack(new App(), "Seed");
        Shop.build(stack);
        String template = new ObjectMapper().writeValueAsString(Template.fromStack(stack).toJSON());
        Files.writeString(Path.of(args[0]), template);
        System.exit(0);
    }
}
