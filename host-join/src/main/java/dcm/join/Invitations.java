package dcm.join;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.contract.identity.HostName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The invitations that have not been used, each in a file that only root can read, because it contains credentials. A
 * new invitation of a host replaces the earlier one. Safe for concurrent processes.
 */
public final class Invitations {
    private static final FileAttribute<?> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String SUFFIX = ".json";

    private final Path directory;

    /** @param directory contains the invitations; created when the first one is stored */
    public Invitations(Path directory) {
        this.directory = directory;
    }

    public void store(Invitation invitation) throws IOException {
        Files.createDirectories(directory, PRIVATE_DIRECTORY);
        PrivateFile.replace(file(invitation.host()), JSON.writeValueAsString(invitation));
    }

    /** Replaces an invitation by one with the same secret, unless it was used or replaced since. */
    public void update(Invitation invitation) throws IOException {
        boolean same = find(invitation.host())
                .filter(stored -> stored.secretHash().equals(invitation.secretHash()))
                .isPresent();
        // Deleted first, so that an invitation that is used at the same time never becomes valid again.
        if (same && use(invitation.host())) {
            store(invitation);
        }
    }

    /** The invitation of a host; empty if there is none. */
    public Optional<Invitation> find(HostName host) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file(host)), Invitation.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** All invitations. */
    public List<Invitation> all() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        List<Invitation> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                find(new HostName(name.substring(0, name.length() - SUFFIX.length())))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /** Removes the invitation of a host; false if there is none, for example because another request has used it. */
    public boolean use(HostName host) throws IOException {
        return Files.deleteIfExists(file(host));
    }

    private Path file(HostName host) {
        return directory.resolve(host.value() + SUFFIX);
    }
}
