package dcm.join;

import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The address and the invitation with which each host joined, one file each. A host gets certificates for this address only,
 * whatever it reports. Safe for concurrent processes.
 */
public final class JoinedHosts {
    private final Path directory;

    /** @param invitations the directory of {@link Invitations}; the addresses are beside it */
    public JoinedHosts(Path invitations) {
        this.directory = invitations.resolveSibling("joined-hosts");
    }

    /**
     * How a host joined.
     *
     * @param address the IP address at which its worker is reached
     * @param join the invitation; empty if it joined with an earlier version of DCM
     */
    public record Joined(String address, Optional<JoinId> join) {}

    public void store(HostName host, String address, JoinId join) throws IOException {
        Files.createDirectories(directory);
        PrivateFile.replace(file(host), address + "\n" + join.value() + "\n");
    }

    /** How a host joined; empty if it has not joined, or was removed. */
    public Optional<Joined> find(HostName host) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file(host));
            return Optional.of(new Joined(
                    lines.getFirst().strip(),
                    lines.size() > 1 ? Optional.of(new JoinId(lines.get(1).strip())) : Optional.empty()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** The addresses of all hosts that have joined. */
    public Set<String> addresses() throws IOException {
        Set<String> found = new TreeSet<>();
        for (HostName host : hosts()) {
            find(host).map(Joined::address).ifPresent(found::add);
        }
        return found;
    }

    /** All hosts that have joined. */
    public Set<HostName> hosts() throws IOException {
        if (!Files.exists(directory)) {
            return Set.of();
        }
        Set<HostName> found = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (HostName.isValid(name)) { // not a draft
                    found.add(new HostName(name));
                }
            }
        }
        return found;
    }

    public void remove(HostName host) throws IOException {
        Files.deleteIfExists(file(host));
    }

    private Path file(HostName host) {
        return directory.resolve(host.value());
    }
}
