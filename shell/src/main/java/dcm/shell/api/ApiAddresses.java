package dcm.shell.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * The addresses of the instances of an API. Requests go to one instance, until it does not accept connections; then to the next one.
 * Thread-safe.
 */
public final class ApiAddresses {
    private final List<URI> addresses;
    private volatile int reached;

    /** @param addresses at least one */
    public ApiAddresses(List<URI> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("An API needs at least one address.");
        }
        this.addresses = List.copyOf(addresses);
    }

    /**
     * Sends a request to the first instance that accepts the connection. If the connection is lost later, the request may have been
     * executed, so it is not sent again.
     *
     * @param request its address is set here
     * @throws IOException if no instance accepts a connection, or the connection is lost
     */
    <T> HttpResponse<T> send(
            HttpClient client, HttpRequest.Builder request, String path, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        int first = reached;
        for (int tried = 1; ; tried++) {
            int instance = (first + tried - 1) % addresses.size();
            try {
                HttpResponse<T> response = client.send(
                        request.uri(addresses.get(instance).resolve(path)).build(), body);
                reached = instance;
                return response;
            } catch (ConnectException | HttpConnectTimeoutException e) {
                if (tried == addresses.size()) {
                    throw e;
                }
            }
        }
    }
}
