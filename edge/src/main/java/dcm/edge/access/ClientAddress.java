package dcm.edge.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;

/**
 * From where the present request was made. The door, through which all requests come, says so, and lets nobody else say it; services
 * listen where only the door reaches them. Where the SSH gateway asks in a person's name, its token says from where she is connected.
 */
@RequestScoped
public class ClientAddress {
    private static final String HEADER = "X-Forwarded-For";
    private static final int LONGEST = 45; // of an IPv6 address that ends in an IPv4 one

    private final CurrentVertxRequest current;
    private final SecurityIdentity identity;

    /** For the container, and for tests that override {@link #text}. */
    public ClientAddress(CurrentVertxRequest current, SecurityIdentity identity) {
        this.current = current;
        this.identity = identity;
    }

    /** An IP address. */
    public String text() {
        CallerIdentity caller = identity.getAttribute(AccountRoles.CALLER);
        return caller == null || caller.from() == null ? ofRequest() : caller.from();
    }

    private String ofRequest() {
        HttpServerRequest request = current.getCurrent().request();
        String told = request.getHeader(HEADER);
        String address = told == null ? request.remoteAddress().hostAddress() : told;
        return address.substring(0, Math.min(LONGEST, address.length()));
    }
}
