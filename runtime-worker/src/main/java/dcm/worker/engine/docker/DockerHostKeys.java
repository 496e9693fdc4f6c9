package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import dcm.contract.identity.PublicKey;
import dcm.worker.engine.HostKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads SSH host keys from containers' file systems, in which the container's root may have replaced any file.
 * Thread-safe.
 */
final class DockerHostKeys {
    private static final String FILE = "/etc/ssh/ssh_host_ed25519_key.pub";

    /** In bytes; more than a key of this kind and its comment need. */
    private static final int LARGEST = 4096;

    private final Supplier<DockerClient> clients;
    private volatile DockerClient client;

    /** @param clients creates a client that is used for this only */
    DockerHostKeys(Supplier<DockerClient> clients) {
        this.clients = clients;
        this.client = clients.get();
    }

    /** The container's host key; null if the file is missing or not a key. */
    @Nullable
    HostKey read(String container) {
        DockerClient asked = client;
        InputStream archive = asked.copyArchiveFromContainerCmd(container, FILE).exec();
        try {
            TarArchiveInputStream tar = new TarArchiveInputStream(archive);
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry == null || !entry.isFile() || entry.getSize() > LARGEST) {
                abandon(asked);
                return null;
            }
            byte[] file = tar.readNBytes(LARGEST);
            tar.close();
            return parsed(file).orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Closes the client instead of the archive: closing the archive would read it to the end, and it may be a large
     * directory.
     */
    private synchronized void abandon(DockerClient asked) throws IOException {
        if (client.equals(asked)) {
            client = clients.get();
        }
        asked.close();
    }

    private static Optional<HostKey> parsed(byte[] file) {
        String[] fields = new String(file, StandardCharsets.US_ASCII).strip().split(" ", 3);
        try {
            return fields.length < 2
                    ? Optional.empty()
                    : Optional.of(new HostKey(
                            PublicKey.fingerprint(Base64.getDecoder().decode(fields[1])),
                            fields.length < 3 ? "" : fields[2]));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
