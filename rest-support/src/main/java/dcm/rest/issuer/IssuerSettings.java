package dcm.rest.issuer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What DCM expects of the access tokens of the users' issuer. Tokens of the SSH gateway have settings of their own. */
@Singleton
public class IssuerSettings {
    private final Optional<String> issuer;
    private final String audience;
    private final String nameClaim;
    private final List<String> tokenTypes;

    /** For CDI, and for tests. */
    @Inject
    public IssuerSettings(
            @ConfigProperty(name = "dcm.issuer") Optional<String> issuer,
            @ConfigProperty(name = "dcm.audience") String audience,
            @ConfigProperty(name = "dcm.name-claim") String nameClaim,
            @ConfigProperty(name = "dcm.token-types") List<String> tokenTypes) {
        this.issuer = issuer;
        this.audience = audience;
        this.nameClaim = nameClaim;
        this.tokenTypes = List.copyOf(tokenTypes);
    }

    /** The claim {@code iss}; empty for a service that accepts no tokens of people. */
    public Optional<String> issuer() {
        return issuer;
    }

    /** The value that the claim {@code aud} must contain. */
    public String audience() {
        return audience;
    }

    /** The claim with the account's name, by which an account is found at its first sign-in. */
    public String nameClaim() {
        return nameClaim;
    }

    /** The accepted values of {@code typ}; at least one. */
    public List<String> tokenTypes() {
        return tokenTypes;
    }
}
