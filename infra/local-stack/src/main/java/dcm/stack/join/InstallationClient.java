package dcm.stack.join;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.join.AuthorityTrust;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;

/**
 * Sends this machine's requests to the API gateway of the installation of which it is or becomes a host.
 *
 * @param server the URL of the API gateway
 * @param authority the certificate authority of the installation
 * @param address the address of this machine from which it connects; it gets a certificate only for this address
 */
record InstallationClient(URI server, X509Certificate authority, String address) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * Posts a JSON document and reads the answer.
     *
     * @throws StackFailure if the installation rejects the request
     * @throws IOException if it does not answer
     */
    <T> T post(String path, Object request, Class<T> type) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .localAddress(InetAddress.ofLiteral(address))
                .sslContext(AuthorityTrust.of(authority))
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(server.resolve(path))
                            .timeout(TIMEOUT)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(JSON.writeValueAsString(request)))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new StackFailure(JSON.readTree(answer.body())
                        .path("detail")
                        .asText("The server answered " + answer.statusCode() + "."));
            }
            return JSON.readValue(answer.body(), type);
        }
    }
}
