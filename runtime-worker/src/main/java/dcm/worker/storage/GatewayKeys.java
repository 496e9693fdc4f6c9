package dcm.worker.storage;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The public keys with which SSH gateways sign user certificates. A container accepts a certificate of such a key for
 * the container's owner; certificates are valid for a minute.
 *
 * @param file lines as in {@code .pub} files; empty if no gateway may sign
 */
public record GatewayKeys(Optional<Path> file) {
    private static final Logger LOG = Logger.getLogger(GatewayKeys.class);

    /** The lines for the account's {@code authorized_keys}. */
    String lines(OwnerName account) {
        return file.map(GatewayKeys::read).orElse(List.of()).stream()
                .map(key -> "cert-authority,principals=\"%s\" %s%n".formatted(account, key))
                .collect(Collectors.joining());
    }

    private static List<PublicKey> read(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank()).map(PublicKey::new).toList();
        } catch (IOException | InvalidValueException e) {
            LOG.warnf(
                    "gateway keys could not be read, gateways cannot log in to containers: path=%s reason=%s",
                    file, e.getMessage());
            return List.of();
        }
    }
}
