package dcm.gateway.token;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.edge.access.AccountDirectory;
import dcm.edge.access.SshGateway;
import dcm.shell.command.Gateway.AccessToken;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jose4j.jwk.EllipticCurveJsonWebKey;

/**
 * Tokens in the name of people who logged in by key: for DCM's services alone, soon over. They name the account and, for who reads them,
 * its role; what it may do, the services know from the account itself. Thread-safe.
 */
@Singleton
public class Tokens {
    private static final String AUDIENCE = "dcm";
    /** For one request of the gateway's own. */
    private static final Duration BRIEF = Duration.ofSeconds(60);
    /** For a person's other programs. */
    private static final Duration FOR_PROGRAMS = Duration.ofMinutes(5);

    private final SigningKeys keys;
    private final Function<OwnerName, Optional<AccountSnapshot>> accounts;

    @Inject
    Tokens(SigningKeys keys, AccountDirectory accounts) {
        this(keys, accounts::find);
    }

    Tokens(SigningKeys keys, Function<OwnerName, Optional<AccountSnapshot>> accounts) {
        this.keys = keys;
        this.accounts = accounts;
    }

    /**
     * For one request.
     *
     * @param from the address from which the person is connected
     */
    public String brief(OwnerName account, String from) {
        return token(account, from, BRIEF);
    }

    /** For a person's other programs. */
    public AccessToken forPrograms(OwnerName account, String from) {
        return new AccessToken(token(account, from, FOR_PROGRAMS), FOR_PROGRAMS.toSeconds());
    }

    private String token(OwnerName account, String from, Duration lifetime) {
        Instant now = Instant.now();
        EllipticCurveJsonWebKey key = keys.current(now);
        return Jwt.claims()
                .issuer(SshGateway.ISSUER)
                .subject(account.value())
                .audience(AUDIENCE)
                .claim("typ", "Bearer")
                .claim(SshGateway.FROM, from)
                .claim(
                        "role",
                        accounts.apply(account)
                                .map(AccountSnapshot::role)
                                .orElse(Role.USER)
                                .name()
                                .toLowerCase(Locale.ROOT))
                .issuedAt(now)
                .expiresAt(now.plus(lifetime))
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(key.getKeyId())
                .sign(key.getPrivateKey());
    }
}
