package dcm.shell.completion;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.command.Session;
import java.util.Iterator;
import java.util.stream.Stream;

/** Completion candidates for a container: the names and handles of the user's containers. */
public final class ContainerCompletions implements Iterable<String> {
    private final Session session;

    public ContainerCompletions(Session session) {
        this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
        return session.api()
                .get("/v1/containers?limit=500")
                .expectDone()
                .path("items")
                .valueStream()
                .flatMap(ContainerCompletions::namesOf)
                .iterator();
    }

    private static Stream<String> namesOf(JsonNode container) {
        String name = container.path("name").asText();
        return container.has("handle")
                ? Stream.of(name, container.path("handle").asText())
                : Stream.of(name);
    }
}
