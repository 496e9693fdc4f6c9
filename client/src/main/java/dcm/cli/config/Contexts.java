package dcm.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The user's contexts, in the file {@code contexts.json}. */
public final class Contexts {
    private static final String FILE = "contexts.json";
    private static final String LOCK = "contexts.lock";
    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigDirectory directory;

    public Contexts(ConfigDirectory directory) {
        this.directory = directory;
    }

    /** The content of the file. */
    private record Stored(String current, Map<String, Context> contexts) {}

    public Context.All all() {
        Stored stored = stored();
        List<Context.Named> contexts = new ArrayList<>();
        stored.contexts().forEach((name, context) -> contexts.add(new Context.Named(name, context)));
        return new Context.All(stored.current(), contexts);
    }

    public Optional<Context.Named> find(String name) {
        return Optional.ofNullable(stored().contexts().get(name)).map(context -> new Context.Named(name, context));
    }

    /** The context that commands use without {@code --context}. */
    public Optional<Context.Named> current() {
        return find(stored().current());
    }

    /** Adds or replaces a context, and makes it the current one. */
    public void use(String name, Context context) {
        change(root -> {
            root.put("current", name);
            root.withObject("/contexts").set(name, JSON.valueToTree(context));
            return root;
        });
    }

    /** Makes an existing context the current one. */
    public void use(String name) {
        change(root -> root.put("current", name));
    }

    /** Removes a context. If it was the current one, there is none afterwards. */
    public void remove(String name) {
        change(root -> {
            root.withObject("/contexts").remove(name);
            return root.path("current").asText().equals(name) ? root.put("current", "") : root;
        });
    }

    /** Stores the name of the user's account. */
    public void setAccount(String name, String account) {
        change(root -> {
            find(name)
                    .ifPresent(named -> root.withObject("/contexts")
                            .set(name, JSON.valueToTree(named.context().withAccount(account))));
            return root;
        });
    }

    private void change(Function<ObjectNode, ObjectNode> change) {
        directory.locked(LOCK, () -> {
            directory.write(FILE, change.apply(root()).toPrettyString() + "\n");
            return true;
        });
    }

    private Stored stored() {
        ObjectNode root = root();
        return new Stored(
                root.path("current").asText(""), Documents.readMap(root.withObject("/contexts"), Context.class));
    }

    private ObjectNode root() {
        String text = directory.read(FILE).orElse("{}");
        try {
            if (JSON.readTree(text) instanceof ObjectNode root) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // reported below
        }
        throw new CommandFailure(
                ExitCode.FAILED, "The file %s is damaged. Delete it and sign in again: dcm login URL".formatted(FILE));
    }
}
