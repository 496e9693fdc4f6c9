package dcm.projection.move;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.transfer.HomesMove;
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
import java.util.function.BiFunction;

/** Reads the archive from the worker of the old host, and writes it to the worker of the new one. Stores nothing. */
final class WorkerHomesPipe implements HomesPipe {
    private static final Duration FIRST_BYTE = Duration.ofSeconds(20);

    /** Must exceed the time of the longest copy. A worker ends a connection that sends nothing for a minute. */
    private static final Duration COPY = Duration.ofDays(2);

    private static final int MOST_OF_A_PROBLEM = 4096;

    private final BiFunction<HostName, OwnerName, Optional<HttpRequest.Builder>> requests;
    private final HttpClient http;

    /** @param requests about the homes of an account at a host; empty while its address is not known */
    WorkerHomesPipe(BiFunction<HostName, OwnerName, Optional<HttpRequest.Builder>> requests, HttpClient http) {
        this.requests = requests;
        this.http = http;
    }

    @Override
    public void copy(OwnerName owner, HomesMove move) throws IOException, InterruptedException {
        HttpRequest read = request(move.from(), owner).timeout(FIRST_BYTE).GET().build();
        try (InputStream archive = accepted(move.from(), read).body()) {
            HttpRequest write = request(move.to(), owner)
                    .timeout(COPY)
                    .header("Content-Type", "application/x-tar")
                    .PUT(BodyPublishers.ofInputStream(() -> archive))
                    .build();
            accepted(move.to(), write).body().close();
        }
    }

    private HttpRequest.Builder request(HostName host, OwnerName owner) throws IOException {
        return requests.apply(host, owner)
                .orElseThrow(() -> new IOException("the address of the worker of host " + host + " is not known yet"));
    }

    private HttpResponse<InputStream> accepted(HostName host, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() >= 400) {
            try (InputStream problem = response.body()) {
                throw new IOException("the host " + host + " answers " + response.statusCode() + ": "
                        + new String(problem.readNBytes(MOST_OF_A_PROBLEM), StandardCharsets.UTF_8));
            }
        }
        return response;
    }
}
