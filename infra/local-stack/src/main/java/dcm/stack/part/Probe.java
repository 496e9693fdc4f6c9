package dcm.stack.part;

import java.util.List;

/**
 * How the script {@code run-part} checks on this machine that a part answers, which it reports to systemd.
 *
 * @param kind the protocol
 * @param port on 127.0.0.1, or on {@code address}
 * @param address where the part listens
 * @param path of the URL, for {@link Kind#HTTP}
 */
public record Probe(Kind kind, String address, int port, String path) {
    /** The part counts as answering as long as its process exists. */
    public static final Probe NONE = new Probe(Kind.NONE, "127.0.0.1", 0, "/");

    /** A protocol. */
    public enum Kind {
        NONE,
        /** Status 200. */
        HTTP,
        /** Any answer of an HTTP server, with TLS or without. */
        HTTP_ANY,
        /** Any answer of a server with TLS, also a refusal. */
        TLS,
        /** An answer to ApiVersions. */
        KAFKA,
        /** An answer to the question whether the server accepts TLS. */
        POSTGRES
    }

    public static Probe http(int port, String path) {
        return new Probe(Kind.HTTP, "127.0.0.1", port, path);
    }

    public static Probe of(Kind kind, int port) {
        return new Probe(kind, "127.0.0.1", port, "/");
    }

    /** The arguments of the script. */
    List<String> words() {
        return List.of(kind.name(), address, Integer.toString(port), path);
    }
}
