package dcm.join;

/**
 * The answer to a {@link RenewalRequest}.
 *
 * @param certificate the certificate of the worker's server, followed by the authority's, as PEM
 */
public record RenewalResponse(String certificate) {}
