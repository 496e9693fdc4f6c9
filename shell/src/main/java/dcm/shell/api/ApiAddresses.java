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

    /** The address of this path at one of the instances. */
    URI resolve(String path) {
        return addresses.get(reached).resolve(path);
    }

    /**
     * Sends a request to the first instance that accepts the connection. If the connection is lost later, the request may have been
     * executed, so it is not sent again.
     *
     * @param request for any of the instances
     * @throws IOException if no instance accepts a connection, or the connection is lost
     */
    <T> HttpResponse<T> send(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        int first = reached;
        for (int tried = 1; ; tried++) {
            int instance = (first + tried - 1) % addresses.size();
            try {
                HttpResponse<T> response = client.send(to(addresses.get(instance), request), body);
                reached = instance;
                return response;
            } catch (ConnectException | HttpConnectTimeoutException e) {
                if (tried == addresses.size()) {
                    throw e;
                }
            }
        }
    }

    private static HttpRequest to(URI address, HttpRequest request) {
        String path = request.uri().getRawPath();
        String query = request.uri().getRawQuery();
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .uri(address.resolve(query == null ? path : path + "?" + query))
                .build();
    }
}
