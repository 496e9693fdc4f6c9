package dcm.stack.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.join.AuthorityTrust;
import dcm.join.CertificateAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** HTTP requests to the servers of the stack. */
public final class Http {
    private static final Duration CONNECTING = Duration.ofSeconds(2);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();

    private static final JsonMapper JSON = new JsonMapper();

    private Http() {}

    public static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
    }

    public static HttpResponse<String> send(HttpRequest request) throws IOException {
        return send(CLIENT, request);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting for %s.".formatted(request.uri()), e);
        }
    }

    /** The JSON answer to a GET within a few seconds; empty if there is none. */
    public static Optional<JsonNode> json(String url) {
        if (!listens(URI.create(url))) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(
                    send(request(url).timeout(Duration.ofSeconds(3)).build()).body()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same from a server whose certificate descends from the certificate in a PEM file. */
    public static Optional<JsonNode> json(String url, Path authority) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECTING)
                .sslContext(AuthorityTrust.of(CertificateAuthority.readCertificate(Files.readString(authority))))
                .build()) {
            return Optional.of(JSON.readTree(
                    send(client, request(url).timeout(Duration.ofSeconds(3)).build())
                            .body()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a server accepts connections. To find that out by a request takes much more time from the servers that start. */
    private static boolean listens(URI server) {
        if (server.getPort() < 0) {
            return true; // a request finds out
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), (int) CONNECTING.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a GET returns 200 within a few seconds. */
    public static boolean answersOk(String url) {
        try {
            return listens(URI.create(url))
                    && send(request(url).timeout(Duration.ofSeconds(3)).build()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
