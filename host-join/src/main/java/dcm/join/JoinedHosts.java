package dcm.join;

import dcm.contract.identity.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The address with which each host joined, one file each. A host gets certificates for this address only, whatever it
 * reports. Safe for concurrent processes.
 */
public final class JoinedHosts {
    private final Path directory;

    /** @param invitations the directory of {@link Invitations}; the addresses are beside it */
    public JoinedHosts(Path invitations) {
        this.directory = invitations.resolveSibling("joined-hosts");
    }

    public void store(HostName host, String address) throws IOException {
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(directory, ".draft", "");
        Files.writeString(draft, address);
        Files.move(draft, file(host), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The address of a host; empty if it has not joined, or was removed. */
    public Optional<String> address(HostName host) throws IOException {
        try {
            return Optional.of(Files.readString(file(host)).strip());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    public void remove(HostName host) throws IOException {
        Files.deleteIfExists(file(host));
    }

    private Path file(HostName host) {
        return directory.resolve(host.value());
    }
}
