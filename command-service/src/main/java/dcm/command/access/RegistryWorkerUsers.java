package dcm.command.access;

import dcm.join.RegistryUsers;
import dcm.kafka.LogPrincipal.WorkerName;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The users of workers at the installation's image registry, if there is one. Thread-safe. */
@Singleton
class RegistryWorkerUsers implements WorkerUsers {
    private final Optional<RegistryUsers> users;

    /** @param file the registry's file of users */
    RegistryWorkerUsers(@ConfigProperty(name = "dcm.image.registry.users") Optional<Path> file) {
        this.users = file.map(RegistryUsers::new);
    }

    @Override
    public List<WorkerName> all() throws IOException {
        return users.isEmpty()
                ? List.of()
                : users.get().names().stream()
                        .flatMap(name -> WorkerName.parse(name).stream())
                        .toList();
    }

    @Override
    public void delete(WorkerName user) throws IOException {
        if (users.isPresent()) {
            users.get().retain(name -> !name.equals(user.principal().name()));
        }
    }
}
