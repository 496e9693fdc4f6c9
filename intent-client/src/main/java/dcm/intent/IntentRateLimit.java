package dcm.intent;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dcm.contract.identity.Actor;
import dcm.contract.identity.Role;
import dcm.contract.problem.ErrorCode;
import dcm.rest.access.AccountCache;
import dcm.rest.problem.ProblemException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits the rate at which an account records intents, because every intent is kept forever, even if it is rejected.
 * Administrators are not limited. Thread-safe.
 */
@ApplicationScoped
public class IntentRateLimit {
    /** A bucket that was not used for this time is full again, so it can be dropped. */
    private static final Duration REFILLED = Duration.ofMinutes(15);

    private final Predicate<Actor> unlimited;
    private final int perSecond;
    private final LoadingCache<Actor, Bucket> buckets;

    /**
     * @param perSecond the sustained rate of an account
     * @param burst how many intents an account can record at once
     */
    @Inject
    IntentRateLimit(
            AccountCache accounts,
            @ConfigProperty(name = "dcm.intents.per-second") int perSecond,
            @ConfigProperty(name = "dcm.intents.burst") int burst) {
        this(actor -> isAdministrator(accounts, actor), perSecond, burst);
    }

    IntentRateLimit(Predicate<Actor> unlimited, int perSecond, int burst) {
        this.unlimited = unlimited;
        this.perSecond = perSecond;
        this.buckets = Caffeine.newBuilder()
                .expireAfterAccess(REFILLED)
                .build(actor -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build());
    }

    /**
     * Counts one intent.
     *
     * @throws ProblemException if {@code actor} exceeds the rate
     */
    void count(Actor actor) {
        if (unlimited.test(actor)) {
            return;
        }
        ConsumptionProbe probe = buckets.get(actor).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long wait = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            throw new ProblemException(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "Rate limit exceeded: " + perSecond
                            + " requests per second are accepted. The request was not processed. Try again in "
                            + wait + " s.",
                    null,
                    Map.of(ProblemException.RETRY_AFTER, wait, "perSecond", (long) perSecond));
        }
    }

    private static boolean isAdministrator(AccountCache accounts, Actor actor) {
        return actor.account()
                .flatMap(accounts::find)
                .filter(account -> account.role() == Role.ADMINISTRATOR)
                .isPresent();
    }
}
