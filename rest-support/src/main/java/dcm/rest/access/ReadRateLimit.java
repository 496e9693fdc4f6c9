package dcm.rest.access;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.limit.TokenBuckets;
import dcm.rest.problem.ProblemException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Limits the rate at which an account reads from this service. The limit is far above what users and their programs need. Administrators
 * are not limited. Requests that change something have a lower limit. Thread-safe.
 */
@Singleton
public class ReadRateLimit {
    private static final Set<String> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final TokenBuckets<OwnerName> buckets;
    private final Supplier<Uni<SecurityIdentity>> caller;

    @Inject
    ReadRateLimit(
            CurrentIdentityAssociation identities,
            @ConfigProperty(name = "dcm.reads.per-second") int perSecond,
            @ConfigProperty(name = "dcm.reads.burst") int burst) {
        this(new TokenBuckets<>(perSecond, burst), identities::getDeferredIdentity);
    }

    /** @param caller the identity of the current request */
    ReadRateLimit(TokenBuckets<OwnerName> buckets, Supplier<Uni<SecurityIdentity>> caller) {
        this.buckets = buckets;
        this.caller = caller;
    }

    /** Runs after authentication and before the resource. */
    @ServerRequestFilter
    Uni<Void> filter(ContainerRequestContext request) {
        return filter(request.getMethod());
    }

    /** Counts a request with this method; fails with a {@link ProblemException} if the account exceeds the rate. */
    Uni<Void> filter(String method) {
        return READS.contains(method)
                ? caller.get().invoke(this::count).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private void count(SecurityIdentity identity) {
        CallerIdentity caller = identity.getAttribute(AccountRoles.CALLER);
        if (caller != null && !isAdministrator(caller.account())) {
            buckets.take(caller.account().name());
        }
    }

    private static boolean isAdministrator(AccountSnapshot account) {
        return account.role() == Role.ADMINISTRATOR;
    }
}
