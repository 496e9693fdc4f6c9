package dcm.projection.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.HomeStorage;
import dcm.contract.snapshot.HostSnapshot;
import dcm.projection.container.ContainerRow;
import dcm.projection.home.HomeRow;
import dcm.rest.host.HostCache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Asks the workers of an owner's hosts for the current size of the owner's homes. Workers measure it within a second, or
 * return the last reported size.
 */
@ApplicationScoped
class HomeSizes {
    private static final Logger LOG = Logger.getLogger(HomeSizes.class);
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final WorkerRequests requests;
    private final HostCache hosts;
    private final ObjectMapper json;
    private final HttpClient http;

    private record HomeSize(long mebibytes) {}

    HomeSizes(WorkerRequests requests, HostCache hosts, ObjectMapper json) {
        this.requests = requests;
        this.hosts = hosts;
        this.json = json;
        this.http = requests.newClient(CONNECT);
    }

    /** The current sizes in MiB by host, without hosts that do not answer in time. */
    Map<String, Long> now(OwnerName owner) {
        Map<String, CompletableFuture<Optional<Long>>> requested = hostsToAsk(owner).stream()
                .collect(Collectors.toMap(
                        host -> host,
                        host -> requests.to(new HostName(host), "/v1/homes/" + owner, owner)
                                .map(this::ask)
                                .orElse(CompletableFuture.completedFuture(Optional.empty()))));
        Map<String, Long> sizes = new HashMap<>();
        requested.forEach((host, size) -> size.join().ifPresent(mebibytes -> sizes.put(host, mebibytes)));
        return sizes;
    }

    /** The host for which a size is recorded comes first, so that a current size replaces the recorded one. */
    private Set<String> hostsToAsk(OwnerName owner) {
        List<String> candidates = QuarkusTransaction.requiringNew().call(() -> {
            List<String> all = new ArrayList<>(HomeRow.hosts(owner.value()));
            ContainerRow.all(owner.value()).forEach(container -> all.add(container.host));
            return all;
        });
        Map<String, String> storages = new HashMap<>();
        for (HostSnapshot host : hosts.all()) {
            HomeStorage storage = host.report().storage();
            if (storage != null) {
                storages.put(host.name().value(), storage.id());
            }
        }
        return withDifferentHomes(candidates, storages);
    }

    /**
     * The first host for each directory of homes: hosts that share the homes measure the same files.
     *
     * @param storages the ids of the directories by host
     */
    static Set<String> withDifferentHomes(List<String> candidates, Map<String, String> storages) {
        Set<String> seen = new HashSet<>();
        return candidates.stream()
                .filter(host -> seen.add(storages.getOrDefault(host, host)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private CompletableFuture<Optional<Long>> ask(HttpRequest.Builder request) {
        return http.sendAsync(request.timeout(TIMEOUT).build(), BodyHandlers.ofString())
                .thenApply(this::read)
                .exceptionally(failure -> {
                    LOG.debugf("worker returned no size of homes: reason=%s", failure.getMessage());
                    return Optional.empty();
                });
    }

    private Optional<Long> read(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(answer.body(), HomeSize.class).mebibytes());
        } catch (IOException e) {
            LOG.debugf("worker returned an unreadable size of homes: reason=%s", e.getMessage());
            return Optional.empty();
        }
    }
}
