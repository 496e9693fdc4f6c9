package dcm.cli.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import dcm.shell.api.TlsProblem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Sends requests of a sign-in, which need no access token. Failures name the address. */
public final class WebRequest {
    /** The problem code of a server that cannot be connected to. */
    public static final String UNREACHABLE = "sign-in-unreachable";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client;

    public WebRequest(HttpClient client) {
        this.client = client;
    }

    /**
     * A response.
     *
     * @param json its body; missing if it is not JSON
     * @param location where it redirects to; empty if it does not
     */
    public record Answer(int status, JsonNode json, String location) {
        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /** The error code of OAuth (RFC 6749, section 5.2); empty if there is none. */
        public String error() {
            return json.path("error").asText("");
        }
    }

    public Answer get(URI address) {
        return send(HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .GET());
    }

    public Answer post(URI address, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> ApiClient.encoded(field.getKey()) + "=" + ApiClient.encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(TIMEOUT).build();
        String server = request.uri().getScheme() + "://" + request.uri().getAuthority();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    parsed(response.body()),
                    response.headers().firstValue("Location").orElse(""));
        } catch (SSLException e) {
            throw new CommandFailure(ExitCode.FAILED, server + ": " + TlsProblem.sentence(e) + authorityHint(e));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw CommandFailure.withCode(
                    UNREACHABLE, "Cannot connect to %s. Check the address and the network.".formatted(server));
        } catch (IOException e) {
            throw CommandInterruptedException.or(
                    new CommandFailure(ExitCode.FAILED, "No answer from %s: %s".formatted(server, e.getMessage())), e);
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
    }

    private static String authorityHint(SSLException failure) {
        return TlsProblem.sentence(failure).contains("authority")
                ? " If the server has its own, pass its certificate: dcm login URL --ca FILE."
                : "";
    }

    private static JsonNode parsed(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
