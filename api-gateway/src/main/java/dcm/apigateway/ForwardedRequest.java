package dcm.apigateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;

/** A request as the client sent it to the reverse proxy: its address, scheme and host. */
final class ForwardedRequest extends HttpServerRequestWrapper {
    private final SocketAddress client;
    private final String scheme;
    private final HostAndPort authority;

    ForwardedRequest(HttpServerRequest request, String client, String scheme, HostAndPort authority) {
        super((HttpServerRequestInternal) request);
        this.client = SocketAddress.inetSocketAddress(request.remoteAddress().port(), client);
        this.scheme = scheme;
        this.authority = authority;
    }

    @Override
    public SocketAddress remoteAddress() {
        return client;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public boolean isSSL() {
        return scheme.equals("https");
    }

    @Override
    public HostAndPort authority() {
        return authority;
    }

    @Override
    public HostAndPort authority(boolean real) {
        return authority;
    }

    @Override
    public String host() {
        return authority.toString();
    }

    @Override
    public String absoluteURI() {
        return scheme + "://" + authority + uri();
    }
}
