package dcm.apigateway.certificate;

/** Where TLS ends, and where the certificate comes from. */
public enum TlsMode {
    OFF,
    /** An administrator provides the files. */
    FILES,
    /** The installation's own authority signs it. */
    OWN_CA,
    ACME,
    /** TLS ends at a reverse proxy. */
    PROXY;

    /** Whether the gateway itself ends TLS. */
    public boolean isGateway() {
        return this == FILES || this == OWN_CA || this == ACME;
    }
}
