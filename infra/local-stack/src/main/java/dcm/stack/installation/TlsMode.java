package dcm.stack.installation;

import java.util.Locale;

/** Where TLS ends, and where the certificate of the API gateway comes from. */
public enum TlsMode {
    /** There is no TLS. */
    OFF,
    /** An administrator provides the files. */
    FILES,
    /** The installation's own certificate authority signs it. */
    OWN_CA,
    /** An ACME server, such as Let's Encrypt, issues it. */
    ACME,
    /** TLS ends at a reverse proxy. */
    PROXY;

    /** Whether the API gateway itself ends TLS. */
    public boolean isGateway() {
        return this == FILES || this == OWN_CA || this == ACME;
    }

    /** As in the setting. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
