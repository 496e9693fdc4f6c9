package dcm.worker.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.rest.access.WorkerToken;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

class TokenRolesTest {
    @Test
    void tokenWithoutAPurposeIsForRequestsOfItsAccount() {
        assertThat(identity(claims -> {}).getRoles()).containsExactly(WorkerToken.USER);
        assertThat(new TokenAccount(identity(claims -> {})).name()).hasToString("alice");
    }

    @Test
    void tokenWithAPurposePermitsNothingElse() {
        for (String purpose : new String[] {WorkerToken.HOMES_MOVER, WorkerToken.INSPECTOR}) {
            assertThat(identity(claims -> claims.setClaim("purpose", purpose)).getRoles())
                    .containsExactly(purpose);
        }
    }

    @Test
    void tokenWithAnUnknownPurposePermitsNothing() {
        for (Object purpose : new Object[] {"backup", WorkerToken.USER, "", 1, true}) {
            assertThat(identity(claims -> claims.setClaim("purpose", purpose)).getRoles())
                    .isEmpty();
        }
    }

    @Test
    void rolesInATokenAreIgnored() {
        SecurityIdentity identity = identity(claims -> claims.setStringListClaim("groups", WorkerToken.INSPECTOR));

        assertThat(identity.getRoles()).containsExactly(WorkerToken.USER);
    }

    private static SecurityIdentity identity(Consumer<JwtClaims> changes) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(WorkerToken.ISSUER);
        claims.setSubject("alice");
        changes.accept(claims);
        DefaultJWTCallerPrincipal token = new DefaultJWTCallerPrincipal(claims);
        SecurityIdentity verified = QuarkusSecurityIdentity.builder()
                .setPrincipal(token)
                .addRoles(token.getGroups())
                .build();
        return new TokenRoles().augment(verified, null).await().indefinitely();
    }
}
