package dcm.gateway.token;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.gateway.login.AuthenticatedUser;
import dcm.rest.access.AccountCache;
import dcm.rest.access.SshGatewayTenant;
import dcm.shell.command.GatewayServices.AccessToken;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jose4j.jwk.EllipticCurveJsonWebKey;

/**
 * Issues short-lived tokens for DCM's services on behalf of users who logged in by key. A token contains the account
 * and, for information, its role; the services take permissions from the account itself. Thread-safe.
 */
@Singleton
public class TokenIssuer {
    private static final String AUDIENCE = "dcm";
    /** For a single request of the gateway. */
    private static final Duration BRIEF = Duration.ofSeconds(60);
    /** For a user's other programs. */
    private static final Duration FOR_PROGRAMS = Duration.ofMinutes(5);

    private final SigningKeys keys;
    private final Function<OwnerName, Optional<AccountSnapshot>> accounts;

    @Inject
    TokenIssuer(SigningKeys keys, AccountCache accounts) {
        this(keys, accounts::find);
    }

    TokenIssuer(SigningKeys keys, Function<OwnerName, Optional<AccountSnapshot>> accounts) {
        this.keys = keys;
        this.accounts = accounts;
    }

    /** A token for one request of the user; contains the remote address. */
    public String brief(AuthenticatedUser person) {
        return signed(claims(person, BRIEF).claim(SshGatewayTenant.FROM, person.address()));
    }

    /** A token for a user's other programs, which may run anywhere. */
    public AccessToken forPrograms(AuthenticatedUser person) {
        return new AccessToken(signed(claims(person, FOR_PROGRAMS)), FOR_PROGRAMS.toSeconds());
    }

    private JwtClaimsBuilder claims(AuthenticatedUser person, Duration lifetime) {
        Instant now = Instant.now();
        return Jwt.claims()
                .issuer(SshGatewayTenant.ISSUER)
                .subject(person.account().value())
                .audience(AUDIENCE)
                .claim("typ", "Bearer")
                .claim("role", role(person.account()))
                .claim(SshGatewayTenant.KEY, person.key())
                .issuedAt(now)
                .expiresAt(now.plus(lifetime));
    }

    private String role(OwnerName account) {
        return accounts.apply(account)
                .map(AccountSnapshot::role)
                .orElse(Role.USER)
                .name()
                .toLowerCase(Locale.ROOT);
    }

    private String signed(JwtClaimsBuilder claims) {
        EllipticCurveJsonWebKey key = keys.current(Instant.now());
        return claims.jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(key.getKeyId())
                .sign(key.getPrivateKey());
    }
}
