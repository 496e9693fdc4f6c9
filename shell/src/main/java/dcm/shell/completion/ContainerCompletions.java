package dcm.shell.completion;

import dcm.shell.command.Session;
import dcm.shell.document.ContainerDocument;
import java.util.Iterator;
import java.util.stream.Stream;

/** Completion candidates for a container: the names and SSH ports of the user's containers. */
public final class ContainerCompletions implements Iterable<String> {
    private final Session session;

    public ContainerCompletions(Session session) {
        this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
        return session.api().get("/v1/containers?limit=500").items(ContainerDocument.class).stream()
                .flatMap(ContainerCompletions::namesOf)
                .iterator();
    }

    private static Stream<String> namesOf(ContainerDocument container) {
        return container.handle().isEmpty()
                ? Stream.of(container.name())
                : Stream.of(container.name(), container.handle());
    }
}
