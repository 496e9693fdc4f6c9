package dcm.apigateway;

import static java.util.stream.Collectors.toMap;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The instances of services that an upgrade uses instead of the configured ones. The launcher writes them to a file, with one line for each
 * service, such as {@code command-service=http://127.0.0.1:8095}. A line without an address holds the service's requests.
 *
 * @param instances by service, of services with a line
 */
record UpgradeRoutes(Map<BackendService, List<URI>> instances) {
    static final UpgradeRoutes NONE = new UpgradeRoutes(Map.of());

    UpgradeRoutes {
        instances = Map.copyOf(instances);
    }

    /** @throws RuntimeException if the content is not that of such a file */
    static UpgradeRoutes parse(Buffer content) {
        Map<String, String> lines = content.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("=", 2))
                .collect(toMap(parts -> parts[0], parts -> parts[1]));
        Map<BackendService, List<URI>> instances = new EnumMap<>(BackendService.class);
        for (BackendService service : BackendService.values()) {
            String addresses = lines.get(service.label());
            if (addresses != null) {
                instances.put(
                        service,
                        Stream.of(addresses.split(",", -1))
                                .filter(address -> !address.isBlank())
                                .map(address -> URI.create(address.strip()))
                                .toList());
            }
        }
        return new UpgradeRoutes(instances);
    }

    /** The instances to use; empty: the configured ones. */
    Optional<List<URI>> of(BackendService service) {
        return Optional.ofNullable(instances.get(service));
    }
}
