package dcm.shell.document;

/**
 * The issuer of access tokens.
 *
 * @param audience a value of the claim aud that DCM requires
 * @param nameClaim the claim with the account's name
 * @param managed whether DCM creates sign-ins and passwords there
 * @param state "reachable", or why it is not
 */
public record IssuerDocument(String issuer, String audience, String nameClaim, boolean managed, String state) {
    public boolean isReachable() {
        return state.equals("reachable");
    }
}
