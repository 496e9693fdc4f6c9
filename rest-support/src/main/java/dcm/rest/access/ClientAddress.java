package dcm.rest.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;

/**
 * The network address of the client that makes the current request. The API gateway sets it in {@code X-Forwarded-For}
 * and removes values from clients. Services bind 127.0.0.1, so a local process that calls a service directly can set
 * any value. For the SSH gateway, the token contains the address of the user's SSH connection.
 */
@RequestScoped
public class ClientAddress {
    private static final String HEADER = "X-Forwarded-For";
    private static final int LONGEST = 45; // an IPv6 address that ends with an IPv4 address

    private final CurrentVertxRequest current;
    private final SecurityIdentity identity;

    /** For CDI, and for tests that override {@link #text}. */
    public ClientAddress(CurrentVertxRequest current, SecurityIdentity identity) {
        this.current = current;
        this.identity = identity;
    }

    /** The IP address. */
    public String text() {
        CallerIdentity caller = identity.getAttribute(AccountRoles.CALLER);
        return caller == null || caller.from() == null ? ofRequest() : caller.from();
    }

    private String ofRequest() {
        HttpServerRequest request = current.getCurrent().request();
        String forwarded = request.getHeader(HEADER);
        String address = forwarded == null ? request.remoteAddress().hostAddress() : forwarded;
        return address.substring(0, Math.min(LONGEST, address.length()));
    }
}
