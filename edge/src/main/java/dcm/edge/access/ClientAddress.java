package dcm.edge.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;

/**
 * From where the present request was made. The door, through which all requests come, says so, and lets nobody else say it; services
 * listen where only the door reaches them.
 */
@RequestScoped
public class ClientAddress {
    private static final String HEADER = "X-Forwarded-For";
    private static final int LONGEST = 45; // of an IPv6 address that ends in an IPv4 one

    private final CurrentVertxRequest current;

    /** For the container, and for tests that override {@link #text}. */
    public ClientAddress(CurrentVertxRequest current) {
        this.current = current;
    }

    /** An IP address. */
    public String text() {
        HttpServerRequest request = current.getCurrent().request();
        String told = request.getHeader(HEADER);
        String address = told == null ? request.remoteAddress().hostAddress() : told;
        return address.substring(0, Math.min(LONGEST, address.length()));
    }
}
