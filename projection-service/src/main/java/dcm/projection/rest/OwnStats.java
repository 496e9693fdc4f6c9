package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.projection.container.ContainerRow;
import dcm.rest.stream.MergedSource;
import dcm.rest.stream.StreamedResponse.Source;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The resource usage of all running containers of an owner. Each host measures its own in one stream, which is opened
 * again when other containers run there, when it has ended, or when it is silent: a host that lost power does not close its stream.
 */
final class OwnStats implements Source {
    private static final Duration REFRESH = Duration.ofSeconds(2);

    /** Longer than the interval, because a host that does not answer is asked each time. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** Hosts send a measurement of each container every second. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Supplier<Map<HostName, Set<String>>> running;
    private final Function<HostName, Source> opening;
    private final InstantSource clock;
    private final boolean follow;
    private final MergedSource merged = new MergedSource();
    private final Map<HostName, HostStats> hosts = new HashMap<>();
    private Instant refreshAt = Instant.MIN;

    /**
     * @param containers that ran when the stream was opened
     * @param waitingSince when the stream began to wait for the next line; null while it does not wait
     */
    private record HostStats(
            Set<String> containers,
            MergedSource.Part stream,
            Instant openedAt,
            AtomicReference<@Nullable Instant> waitingSince) {

        boolean isSilent(Instant now) {
            Instant since = waitingSince.get();
            return since != null && now.isAfter(since.plus(SILENCE));
        }
    }

    /**
     * @param running ids of the owner's running containers by host
     * @param opening opens the stream of a host
     * @param follow whether to go on after one measurement of each container
     */
    OwnStats(
            Supplier<Map<HostName, Set<String>>> running,
            Function<HostName, Source> opening,
            InstantSource clock,
            boolean follow) {
        this.running = running;
        this.opening = opening;
        this.clock = clock;
        this.follow = follow;
    }

    /** The ids of an owner's running containers by host, from the view. */
    static Map<HostName, Set<String>> running(OwnerName owner) {
        return QuarkusTransaction.requiringNew().call(() -> ContainerRow.all(owner.value())).stream()
                .filter(row -> row.settled.isRunning())
                .collect(Collectors.groupingBy(
                        row -> new HostName(row.host), Collectors.mapping(row -> row.id, Collectors.toSet())));
    }

    @Override
    public Optional<byte[]> next() throws InterruptedException {
        if (!follow) {
            if (hosts.isEmpty()) {
                refresh();
            }
            return merged.next();
        }
        while (true) {
            if (!clock.instant().isBefore(refreshAt)) {
                refresh();
            }
            Optional<byte[]> line = merged.poll(REFRESH);
            if (line.isPresent() || merged.isClosed()) {
                return line;
            }
        }
    }

    private void refresh() {
        Instant now = clock.instant();
        refreshAt = now.plus(REFRESH);
        Map<HostName, Set<String>> wanted = running.get();
        hosts.entrySet().removeIf(open -> {
            boolean stale = isStale(open.getValue(), wanted.get(open.getKey()), now);
            if (stale) {
                open.getValue().stream().close();
            }
            return stale;
        });
        wanted.forEach((host, containers) -> hosts.computeIfAbsent(host, name -> open(name, containers, now)));
    }

    private HostStats open(HostName host, Set<String> containers, Instant now) {
        AtomicReference<@Nullable Instant> waitingSince = new AtomicReference<>();
        MergedSource.Part part = merged.add(() -> {
            Source source = opening.apply(host);
            return new Source() {
                @Override
                public Optional<byte[]> next() throws IOException, InterruptedException {
                    waitingSince.set(clock.instant());
                    Optional<byte[]> line = source.next();
                    waitingSince.set(null); // a slow client is no silent host
                    return line;
                }

                @Override
                public void close() {
                    source.close();
                }
            };
        });
        return new HostStats(containers, part, now, waitingSince);
    }

    private static boolean isStale(HostStats open, @Nullable Set<String> wanted, Instant now) {
        return !open.containers().equals(wanted)
                || (open.stream().isEnded() && now.isAfter(open.openedAt().plus(RETRY)))
                || open.isSilent(now);
    }

    @Override
    public void close() {
        merged.close();
    }
}
