package dcm.projection.move;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.transfer.HomesMove;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/** Reads the archive from the worker of the old host, and writes it to the worker of the new one. Stores nothing. */
final class WorkerHomesPipe implements HomesPipe {
    private static final int MAX_PROBLEM_BYTES = 4096;

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final BiFunction<HostName, OwnerName, Optional<HttpRequest.Builder>> requests;
    private final HttpClient http;
    private final Timeouts timeouts;

    /**
     * When an attempt ends because a worker is silent. A machine that lost power does not close its connections.
     *
     * @param headers until the old host begins to answer
     * @param data without any data
     * @param confirmation until the new host answers after the last data. If it needs longer to write them to its disk, the next
     *     attempt finds them there
     */
    record Timeouts(Duration headers, Duration data, Duration confirmation) {
        /** A worker ends a connection without data after a minute. */
        static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofMinutes(10));
    }

    /** @param requests about the homes of an account at a host; empty while its address is not known */
    WorkerHomesPipe(
            BiFunction<HostName, OwnerName, Optional<HttpRequest.Builder>> requests,
            HttpClient http,
            Timeouts timeouts) {
        this.requests = requests;
        this.http = http;
        this.timeouts = timeouts;
    }

    @Override
    public void copy(OwnerName owner, HomesMove move) throws IOException, InterruptedException {
        HttpRequest read =
                request(move.from(), owner).timeout(timeouts.headers()).GET().build();
        HttpResponse<InputStream> answer = http.send(read, BodyHandlers.ofInputStream());
        try (WatchedStream archive = new WatchedStream(accepted(move.from(), answer))) {
            HttpRequest write = request(move.to(), owner)
                    .header("Content-Type", "application/x-tar")
                    .PUT(BodyPublishers.ofInputStream(() -> archive))
                    .build();
            accepted(move.to(), sent(write, archive, move)).close();
        }
    }

    /** Sends the request with the archive, as long as data flow. */
    private HttpResponse<InputStream> sent(HttpRequest write, WatchedStream archive, HomesMove move)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(write, BodyHandlers.ofInputStream());
        try {
            while (true) {
                try {
                    return answer.get(period().toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    requireData(archive, move);
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException("the archive could not be sent to the host " + move.to(), e.getCause());
        } finally {
            answer.cancel(true); // without effect when it is there
        }
    }

    private Duration period() {
        return timeouts.data().compareTo(PERIOD) < 0 ? timeouts.data() : PERIOD;
    }

    private void requireData(WatchedStream archive, HomesMove move) throws IOException {
        Duration idle = archive.idle();
        if (archive.isAtEnd()) {
            if (idle.compareTo(timeouts.confirmation()) > 0) {
                throw new IOException(
                        "the host " + move.to() + " has received everything and has not confirmed it within "
                                + timeouts.confirmation().toSeconds() + " s");
            }
        } else if (idle.compareTo(timeouts.data()) > 0) {
            throw new IOException("the host " + (archive.isReading() ? move.from() + " sends" : move.to() + " accepts")
                    + " no data since " + idle.toSeconds() + " s");
        }
    }

    private HttpRequest.Builder request(HostName host, OwnerName owner) throws IOException {
        return requests.apply(host, owner)
                .orElseThrow(() -> new IOException("the address of the worker of host " + host + " is not known yet"));
    }

    /** The body of an answer. */
    private static InputStream accepted(HostName host, HttpResponse<InputStream> response) throws IOException {
        if (response.statusCode() >= 400) {
            try (InputStream problem = response.body()) {
                throw new IOException("the host " + host + " answers " + response.statusCode() + ": "
                        + new String(problem.readNBytes(MAX_PROBLEM_BYTES), StandardCharsets.UTF_8));
            }
        }
        return response.body();
    }

    /** Remembers when data were last read, by another thread. */
    private static final class WatchedStream extends FilterInputStream {
        private volatile long lastNanos = System.nanoTime();
        private volatile boolean isReading;
        private volatile boolean isAtEnd;

        WatchedStream(InputStream source) {
            super(source);
        }

        /** How long no data have been read. */
        Duration idle() {
            return Duration.ofNanos(System.nanoTime() - lastNanos);
        }

        /** Whether the reader waits for data, and not the other way round. */
        boolean isReading() {
            return isReading;
        }

        boolean isAtEnd() {
            return isAtEnd;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            isReading = true;
            int read = super.read(buffer, offset, length);
            isReading = false;
            lastNanos = System.nanoTime();
            isAtEnd = read < 0;
            return read;
        }
    }
}
